/// Tasks that were accepted, whose they are, and what they cost.
@NullMarked
package dev.reelay.simulator.task;

import org.jspecify.annotations.NullMarked;
