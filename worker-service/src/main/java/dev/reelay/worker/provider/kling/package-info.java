/// Kling's open platform, in its new standard and in the older dialect that most resellers speak.
@NullMarked
package dev.reelay.worker.provider.kling;

import org.jspecify.annotations.NullMarked;
