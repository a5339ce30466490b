/// Tests of what the ledger looks like from outside.
@NullMarked
package dev.reelay.billing.statement;

import org.jspecify.annotations.NullMarked;
