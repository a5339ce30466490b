/// What may be asked for at most, and how much of it is used. The counting is done where credits
/// are taken.
@NullMarked
package dev.reelay.billing.limit;

import org.jspecify.annotations.NullMarked;
