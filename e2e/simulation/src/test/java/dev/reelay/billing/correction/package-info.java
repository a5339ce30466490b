/// What the simulation needs of refunds.
@NullMarked
package dev.reelay.billing.correction;

import org.jspecify.annotations.NullMarked;
