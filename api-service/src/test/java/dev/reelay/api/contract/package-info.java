/// Holds a running service against its published OpenAPI documents. Knows no dialect.
@NullMarked
package dev.reelay.api.contract;

import org.jspecify.annotations.NullMarked;
