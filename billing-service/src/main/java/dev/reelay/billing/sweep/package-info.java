/// What is done again and again beside the requests.
@NullMarked
package dev.reelay.billing.sweep;

import org.jspecify.annotations.NullMarked;
