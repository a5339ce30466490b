/// Deliveries as the simulation has them, beside the machine that decides about them.
@NullMarked
package dev.reelay.worker.webhook;

import org.jspecify.annotations.NullMarked;
