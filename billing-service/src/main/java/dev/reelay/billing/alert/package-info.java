/// Tenants who are told that their credits run low.
@NullMarked
package dev.reelay.billing.alert;

import org.jspecify.annotations.NullMarked;
