/// What an operator is told of when something here is left undone.
@NullMarked
package dev.reelay.billing.finding;

import org.jspecify.annotations.NullMarked;
