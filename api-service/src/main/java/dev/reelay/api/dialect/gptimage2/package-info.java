/// The video API of gptimage2api.org: submit, then poll a task with a numeric status.
@NullMarked
package dev.reelay.api.dialect.gptimage2;

import org.jspecify.annotations.NullMarked;
