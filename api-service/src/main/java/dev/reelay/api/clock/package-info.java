/// Time, so that tests can move it.
@NullMarked
package dev.reelay.api.clock;

import org.jspecify.annotations.NullMarked;
