/// Inputs that are made ready: fetched from an address or taken from a clip, kept in the store.
@NullMarked
package dev.reelay.worker.input;

import org.jspecify.annotations.NullMarked;
