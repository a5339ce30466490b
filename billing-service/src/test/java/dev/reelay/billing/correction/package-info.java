/// Tests of refunds and adjustments.
@NullMarked
package dev.reelay.billing.correction;

import org.jspecify.annotations.NullMarked;
