/// What a caller can be told, and who words it.
@NullMarked
package dev.reelay.api.error;

import org.jspecify.annotations.NullMarked;
