/// fal's queue, where every model has fields of its own.
@NullMarked
package dev.reelay.worker.provider.fal;

import org.jspecify.annotations.NullMarked;
