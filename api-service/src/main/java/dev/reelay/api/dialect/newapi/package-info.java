/// New API's video surfaces: its own, the OpenAI-style, the Kling-style and the Jimeng-style one.
@NullMarked
package dev.reelay.api.dialect.newapi;

import org.jspecify.annotations.NullMarked;
