/// Whether a delivered clip is what was ordered, and what follows where it is not.
@NullMarked
package dev.reelay.worker.fidelity;

import org.jspecify.annotations.NullMarked;
