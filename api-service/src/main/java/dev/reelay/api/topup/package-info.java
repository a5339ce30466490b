/// Credits that a tenant gets by itself: for a code, or for money. Both end in one row that owes a
/// grant, and one loop that sees to it.
@NullMarked
package dev.reelay.api.topup;

import org.jspecify.annotations.NullMarked;
