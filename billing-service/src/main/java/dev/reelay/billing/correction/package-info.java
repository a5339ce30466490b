/// What operators put right by hand: refunds of jobs and adjustments of balances.
@NullMarked
package dev.reelay.billing.correction;

import org.jspecify.annotations.NullMarked;
