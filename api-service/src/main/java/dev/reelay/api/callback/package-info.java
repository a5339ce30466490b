/// Where a tenant wants to be told, as it may be given with a submission.
@NullMarked
package dev.reelay.api.callback;

import org.jspecify.annotations.NullMarked;
