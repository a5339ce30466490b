/// What there is of a tenant, as a file for whoever is to have it.
@NullMarked
package dev.reelay.api.export;

import org.jspecify.annotations.NullMarked;
