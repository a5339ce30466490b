/// The video API of A4F: a call is answered with the clip itself.
@NullMarked
package dev.reelay.api.dialect.a4f;

import org.jspecify.annotations.NullMarked;
