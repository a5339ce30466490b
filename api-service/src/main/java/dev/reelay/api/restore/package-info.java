/// What the api does after databases were set back to backups, so that all of them agree again.
@NullMarked
package dev.reelay.api.restore;

import org.jspecify.annotations.NullMarked;
