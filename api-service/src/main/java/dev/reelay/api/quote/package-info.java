/// Prices told ahead, and kept.
@NullMarked
package dev.reelay.api.quote;

import org.jspecify.annotations.NullMarked;
