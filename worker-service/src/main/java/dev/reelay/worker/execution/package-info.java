/// The worker's side of a job: stored, claimed, submitted once, watched, brought home, told.
@NullMarked
package dev.reelay.worker.execution;

import org.jspecify.annotations.NullMarked;
