/// ByteDance's Seedance, on Volcengine Ark and BytePlus ModelArk.
@NullMarked
package dev.reelay.worker.provider.bytedance;

import org.jspecify.annotations.NullMarked;
