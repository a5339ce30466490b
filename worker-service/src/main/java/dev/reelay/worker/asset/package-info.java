/// Brings finished files home: fetched, checked, kept in the object store.
@NullMarked
package dev.reelay.worker.asset;

import org.jspecify.annotations.NullMarked;
