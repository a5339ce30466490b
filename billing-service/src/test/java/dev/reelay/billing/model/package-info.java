/// The ledger at random: a model of it, the commands that both understand, and the guards that must
/// not go.
@NullMarked
package dev.reelay.billing.model;

import org.jspecify.annotations.NullMarked;
