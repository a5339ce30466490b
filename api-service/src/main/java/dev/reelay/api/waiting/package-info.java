/// Calls that are answered when their job has ended.
@NullMarked
package dev.reelay.api.waiting;

import org.jspecify.annotations.NullMarked;
