/// What a tenant's ledger looks like from outside: its entries, and what was used in a time.
@NullMarked
package dev.reelay.billing.statement;

import org.jspecify.annotations.NullMarked;
