/// Files that tenants gave by address: fetched, checked and kept in the store.
@NullMarked
package dev.reelay.worker.input;

import org.jspecify.annotations.NullMarked;
