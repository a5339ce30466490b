/// The video API of aigate: a call is answered when its clips are there.
@NullMarked
package dev.reelay.api.dialect.aigate;

import org.jspecify.annotations.NullMarked;
