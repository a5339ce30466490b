/// The vendors' wires, held against the literals of the contracts.
@NullMarked
package dev.reelay.simulator.vendor;

import org.jspecify.annotations.NullMarked;
