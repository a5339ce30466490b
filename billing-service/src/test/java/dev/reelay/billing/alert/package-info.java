@NullMarked
package dev.reelay.billing.alert;

import org.jspecify.annotations.NullMarked;
