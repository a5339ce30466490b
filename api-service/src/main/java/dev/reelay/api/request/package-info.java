/// What every request carries: its id and its trace.
@NullMarked
package dev.reelay.api.request;

import org.jspecify.annotations.NullMarked;
