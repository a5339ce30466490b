@NullMarked
package dev.reelay.billing.ledger;

import org.jspecify.annotations.NullMarked;
