/// The event log: what happened to a tenant and its jobs, in order, for everyone who waits or is
/// told.
@NullMarked
package dev.reelay.api.event;

import org.jspecify.annotations.NullMarked;
