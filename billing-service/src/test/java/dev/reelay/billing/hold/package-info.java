@NullMarked
package dev.reelay.billing.hold;

import org.jspecify.annotations.NullMarked;
