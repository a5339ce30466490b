/// What a caller is told when a request cannot be answered.
@NullMarked
package dev.reelay.billing.error;

import org.jspecify.annotations.NullMarked;
