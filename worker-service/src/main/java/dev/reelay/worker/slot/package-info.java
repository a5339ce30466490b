/// Who gets the next slot: tenants by the worker-seconds they had of a provider, providers by their
/// limits.
@NullMarked
package dev.reelay.worker.slot;

import org.jspecify.annotations.NullMarked;
