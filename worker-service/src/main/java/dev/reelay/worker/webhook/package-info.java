/// Tells tenants: each event owed to an address is posted, signed, until it is taken or given up.
@NullMarked
package dev.reelay.worker.webhook;

import org.jspecify.annotations.NullMarked;
