/// The model catalogue as this service loads it.
@NullMarked
package dev.reelay.api.catalogue;

import org.jspecify.annotations.NullMarked;
