/// Replicate's predictions of the models that it calls official.
@NullMarked
package dev.reelay.worker.provider.replicate;

import org.jspecify.annotations.NullMarked;
