/// Credits: billing-service as this service sees it.
@NullMarked
package dev.reelay.api.credit;

import org.jspecify.annotations.NullMarked;
