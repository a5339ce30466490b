/// A plain HTTP server and what goes through it.
@NullMarked
package dev.reelay.simulator.http;

import org.jspecify.annotations.NullMarked;
