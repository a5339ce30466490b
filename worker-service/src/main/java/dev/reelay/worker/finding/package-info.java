/// What an operator is told of when something here is left undone.
@NullMarked
package dev.reelay.worker.finding;

import org.jspecify.annotations.NullMarked;
