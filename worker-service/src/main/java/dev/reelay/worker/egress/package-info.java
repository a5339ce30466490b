/// The one way to addresses that tenants or providers name: checked, pinned, limited.
@NullMarked
package dev.reelay.worker.egress;

import org.jspecify.annotations.NullMarked;
