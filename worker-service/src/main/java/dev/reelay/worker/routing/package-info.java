/// In which order a model's routes are taken: the catalogue's, or as an operator wants it.
@NullMarked
package dev.reelay.worker.routing;

import org.jspecify.annotations.NullMarked;
