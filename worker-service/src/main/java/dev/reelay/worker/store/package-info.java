/// Where the worker keeps things: its database and the object store.
@NullMarked
package dev.reelay.worker.store;

import org.jspecify.annotations.NullMarked;
