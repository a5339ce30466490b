/// Alibaba's Wan, on DashScope.
@NullMarked
package dev.reelay.worker.provider.alibaba;

import org.jspecify.annotations.NullMarked;
