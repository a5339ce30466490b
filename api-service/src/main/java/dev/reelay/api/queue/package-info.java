/// Where waiting jobs stand, as worker-service tells it.
@NullMarked
package dev.reelay.api.queue;

import org.jspecify.annotations.NullMarked;
