package dev.reelay.worker.provider;

import java.net.URI;
import java.util.Map;
import java.util.UUID;

/// What every adapter is asked in the same way.
///
/// @param model the route's name of one that makes clips from text and from a first frame
/// @param tracked whether the task of a lost answer can be found
/// @param cancels whether a task can be stopped
/// @param callsBack whether attempts have an address that is called back, where nobody listens
public record UpstreamCase(
        String name,
        String provider,
        String model,
        int seconds,
        String tier,
        Map<String, String> settings,
        boolean tracked,
        boolean cancels,
        boolean callsBack) {

    static UpstreamCase of(String provider, String model, int seconds, String tier) {
        return new UpstreamCase(
                provider + " " + model,
                provider,
                model,
                seconds,
                tier,
                Map.of(),
                false,
                false,
                false);
    }

    UpstreamCase with(String setting, String value) {
        return new UpstreamCase(
                name + " " + value,
                provider,
                model,
                seconds,
                tier,
                Map.of(setting, value),
                tracked,
                cancels,
                callsBack);
    }

    UpstreamCase thatIsTracked() {
        return new UpstreamCase(
                name, provider, model, seconds, tier, settings, true, cancels, callsBack);
    }

    UpstreamCase thatCancels() {
        return new UpstreamCase(
                name, provider, model, seconds, tier, settings, tracked, true, callsBack);
    }

    UpstreamCase thatCallsBack() {
        return new UpstreamCase(
                name, provider, model, seconds, tier, settings, tracked, cancels, true);
    }

    Attempts attempt(String prompt) {
        var full = tier.equals("1080p");
        var attempt = Attempts.of(prompt);
        if (callsBack) {
            attempt.callback(URI.create("https://127.0.0.1:9/callbacks/" + UUID.randomUUID()));
        }
        return attempt.model(model)
                .seconds(seconds)
                .tier(tier, "16:9")
                .size(full ? 1920 : 1280, full ? 1080 : 720);
    }

    @Override
    public String toString() {
        return name;
    }
}
