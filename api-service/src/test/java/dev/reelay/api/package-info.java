/// The service as its clients see it, on real parts.
@NullMarked
package dev.reelay.api;

import org.jspecify.annotations.NullMarked;
