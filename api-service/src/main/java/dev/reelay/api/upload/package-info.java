/// Files given ahead of a submission.
@NullMarked
package dev.reelay.api.upload;

import org.jspecify.annotations.NullMarked;
