/// The one secret of the installation, from which keys are derived.
@NullMarked
package dev.reelay.worker.secret;

import org.jspecify.annotations.NullMarked;
