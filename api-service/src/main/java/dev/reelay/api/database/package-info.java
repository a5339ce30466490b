/// The database of this service.
@NullMarked
package dev.reelay.api.database;

import org.jspecify.annotations.NullMarked;
