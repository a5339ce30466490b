/// Tests of what upstreams charge.
@NullMarked
package dev.reelay.worker.cost;

import org.jspecify.annotations.NullMarked;
