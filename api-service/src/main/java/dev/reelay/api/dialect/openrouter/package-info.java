/// OpenRouter's video API, which ModelGates republishes.
@NullMarked
package dev.reelay.api.dialect.openrouter;

import org.jspecify.annotations.NullMarked;
