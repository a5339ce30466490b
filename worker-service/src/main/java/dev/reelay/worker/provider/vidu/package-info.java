/// Vidu, by Shengshu.
@NullMarked
package dev.reelay.worker.provider.vidu;

import org.jspecify.annotations.NullMarked;
