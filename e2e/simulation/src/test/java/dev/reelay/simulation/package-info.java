/// The services' own state machines, run against each other in one thread and under virtual time.
/// What the databases guard stands in the simulated stores, which lie in the packages of the
/// machines that they serve; topics, calls, upstreams, receivers and clients are here.
@NullMarked
package dev.reelay.simulation;

import org.jspecify.annotations.NullMarked;
