/// MiniMax: Hailuo by its first API, H3 by its second.
@NullMarked
package dev.reelay.worker.provider.minimax;

import org.jspecify.annotations.NullMarked;
