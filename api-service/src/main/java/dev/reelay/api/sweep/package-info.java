/// Loops that look again.
@NullMarked
package dev.reelay.api.sweep;

import org.jspecify.annotations.NullMarked;
