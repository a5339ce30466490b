/// The wish to stop a job.
@NullMarked
package dev.reelay.api.cancel;

import org.jspecify.annotations.NullMarked;
