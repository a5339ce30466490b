/// Billing's holds and books as the simulation has them, beside the rules that decide about them.
@NullMarked
package dev.reelay.billing.hold;

import org.jspecify.annotations.NullMarked;
