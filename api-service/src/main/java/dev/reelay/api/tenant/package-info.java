/// Tenants and their plans.
@NullMarked
package dev.reelay.api.tenant;

import org.jspecify.annotations.NullMarked;
