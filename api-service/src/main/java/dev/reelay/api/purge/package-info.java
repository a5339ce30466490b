/// Removal of what is deleted, expired or abandoned.
@NullMarked
package dev.reelay.api.purge;

import org.jspecify.annotations.NullMarked;
