/// Credits set aside for a job, until the job's end captures or releases them.
@NullMarked
package dev.reelay.billing.hold;

import org.jspecify.annotations.NullMarked;
