/// How long renders take, learned from those that were seen to end, and when to look at the next.
@NullMarked
package dev.reelay.worker.pace;

import org.jspecify.annotations.NullMarked;
