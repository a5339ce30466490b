/// An agent that is put into a service's process by tests, and is in no product artifact.
@NullMarked
package dev.reelay.crash;

import org.jspecify.annotations.NullMarked;
