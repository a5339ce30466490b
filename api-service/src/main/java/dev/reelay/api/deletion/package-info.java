/// Removal of a tenant, but for what proves its money.
@NullMarked
package dev.reelay.api.deletion;

import org.jspecify.annotations.NullMarked;
