/// Where providers call back: a look at the attempt is worthwhile.
@NullMarked
package dev.reelay.api.doorbell;

import org.jspecify.annotations.NullMarked;
