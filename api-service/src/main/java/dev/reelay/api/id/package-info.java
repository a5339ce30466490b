/// How ids are spelled.
@NullMarked
package dev.reelay.api.id;

import org.jspecify.annotations.NullMarked;
