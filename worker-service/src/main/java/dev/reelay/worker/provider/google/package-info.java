/// Google's Gemini Omni by an API key, and its Veo on Vertex AI by a service account.
@NullMarked
package dev.reelay.worker.provider.google;

import org.jspecify.annotations.NullMarked;
