/// What a job costs: rules by model, in versions that are never edited.
@NullMarked
package dev.reelay.billing.price;

import org.jspecify.annotations.NullMarked;
