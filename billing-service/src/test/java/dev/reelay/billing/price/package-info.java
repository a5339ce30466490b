@NullMarked
package dev.reelay.billing.price;

import org.jspecify.annotations.NullMarked;
