package dev.reelay.worker.endpoint;

import java.util.Set;

/// The types of events.
public final class EndpointEvents {
    /// Those that an endpoint can choose.
    public static final Set<String> ALL =
            Set.of(
                    "video.queued",
                    "video.in_progress",
                    "video.completed",
                    "video.failed",
                    "video.cancelled",
                    "video.expired",
                    "credits.low",
                    "key.revoked",
                    "endpoint.disabled");

    /// What a tenant has sent to try an endpoint out, be it disabled; not repeated.
    public static final String TEST = "webhook.test";

    static final String DISABLED = "endpoint.disabled";

    private EndpointEvents() {}
}
