/// The test resources, tested with what a service would do.
@NullMarked
package dev.reelay.testing;

import org.jspecify.annotations.NullMarked;
