/// What upstreams charge the operator, beside what tenants pay.
@NullMarked
package dev.reelay.billing.margin;

import org.jspecify.annotations.NullMarked;
