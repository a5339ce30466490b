/// The vendors' wires, one class or package each, over one frame.
@NullMarked
package dev.reelay.simulator.vendor;

import org.jspecify.annotations.NullMarked;
