/// Messages about tasks to the addresses that they name.
@NullMarked
package dev.reelay.simulator.callback;

import org.jspecify.annotations.NullMarked;
