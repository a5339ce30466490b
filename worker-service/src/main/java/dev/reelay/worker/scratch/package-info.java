/// The place on the disk for files on their way.
@NullMarked
package dev.reelay.worker.scratch;

import org.jspecify.annotations.NullMarked;
