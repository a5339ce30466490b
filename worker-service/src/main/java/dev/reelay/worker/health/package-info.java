/// Whether the worker can work, and how much waits for it.
@NullMarked
package dev.reelay.worker.health;

import org.jspecify.annotations.NullMarked;
