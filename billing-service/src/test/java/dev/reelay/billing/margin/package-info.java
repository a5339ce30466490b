/// Tests of costs beside prices.
@NullMarked
package dev.reelay.billing.margin;

import org.jspecify.annotations.NullMarked;
