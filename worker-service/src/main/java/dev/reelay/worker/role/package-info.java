/// What this process does: all of a worker's work, or a part that is deployed by itself.
@NullMarked
package dev.reelay.worker.role;

import org.jspecify.annotations.NullMarked;
