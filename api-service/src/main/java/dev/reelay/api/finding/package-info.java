/// What an operator is told of when something is left undone, in any service.
@NullMarked
package dev.reelay.api.finding;

import org.jspecify.annotations.NullMarked;
