/// OpenAI's Videos API, which is also the native one.
@NullMarked
package dev.reelay.api.dialect.openai;

import org.jspecify.annotations.NullMarked;
