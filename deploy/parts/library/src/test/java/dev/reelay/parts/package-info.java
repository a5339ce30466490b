/// The servers on this machine, for real.
@NullMarked
package dev.reelay.parts;

import org.jspecify.annotations.NullMarked;
