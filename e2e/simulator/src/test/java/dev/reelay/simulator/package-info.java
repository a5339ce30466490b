/// What the simulator answers, held against the literals of the contracts.
@NullMarked
package dev.reelay.simulator;

import org.jspecify.annotations.NullMarked;
