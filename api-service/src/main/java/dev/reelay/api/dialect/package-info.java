/// The seam between HTTP and the canonical model: one dialect per public API.
@NullMarked
package dev.reelay.api.dialect;

import org.jspecify.annotations.NullMarked;
