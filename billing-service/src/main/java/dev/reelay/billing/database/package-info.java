/// How the service reaches its database.
@NullMarked
package dev.reelay.billing.database;

import org.jspecify.annotations.NullMarked;
