/// Jimeng, on Volcengine's visual service, which signs each request.
@NullMarked
package dev.reelay.worker.provider.jimeng;

import org.jspecify.annotations.NullMarked;
