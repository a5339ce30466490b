/// Request bodies: read under limits, large values kept in temporary files, fields with types.
@NullMarked
package dev.reelay.api.body;

import org.jspecify.annotations.NullMarked;
