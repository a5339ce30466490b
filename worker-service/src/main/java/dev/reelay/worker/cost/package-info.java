/// What upstreams charge, as the operator entered it, and what of it a job's attempts come to.
@NullMarked
package dev.reelay.worker.cost;

import org.jspecify.annotations.NullMarked;
