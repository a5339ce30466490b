/// The threads of the worker: loops that look for work, and the work in hand.
@NullMarked
package dev.reelay.worker.loop;

import org.jspecify.annotations.NullMarked;
