package dev.reelay.common.event;

import java.util.Map;
import java.util.Set;

/// A callback as its provider sent it, on its way from the api, which is called, to the worker,
/// which can tell whether it is genuine.
///
/// @param headers by their names in small letters, of {@link #SIGNED} only
/// @param body exactly as it came
public record ProviderCall(Map<String, String> headers, byte[] body) {
    /// The providers whose callbacks prove themselves, with the headers by which they do.
    public static final Map<String, Set<String>> SIGNED =
            Map.of(
                    "fal",
                    Set.of(
                            "x-fal-webhook-request-id",
                            "x-fal-webhook-user-id",
                            "x-fal-webhook-timestamp",
                            "x-fal-webhook-signature"),
                    "replicate",
                    Set.of("webhook-id", "webhook-timestamp", "webhook-signature"));

    /// What came of one.
    public enum Outcome {
        /// It is the provider's, and was heard.
        GENUINE,
        /// It is not the provider's, is too old, or tells of another task.
        FORGED,
        /// The attempt is being sent at this moment: it is worth saying again in a second.
        EARLY,
        /// Nobody can tell at present.
        UNPROVEN
    }

    public ProviderCall {
        headers = Map.copyOf(headers);
    }

    /// Empty where there is no such header.
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// Not the body, which may hold a prompt and links.
    @Override
    public String toString() {
        return "a callback of %d bytes".formatted(body.length);
    }
}
