/// The worker's executions as the simulation has them, beside the machine that moves them.
@NullMarked
package dev.reelay.worker.execution;

import org.jspecify.annotations.NullMarked;
