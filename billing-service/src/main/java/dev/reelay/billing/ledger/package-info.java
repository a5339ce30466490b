/// The accounts of tenants, every entry ever written to them, and the proof that they agree.
@NullMarked
package dev.reelay.billing.ledger;

import org.jspecify.annotations.NullMarked;
