/// Accounts at upstreams, the operator's and those of tenants. worker-service keeps them, for it
/// alone can open their secrets.
@NullMarked
package dev.reelay.api.account;

import org.jspecify.annotations.NullMarked;
