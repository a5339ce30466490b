package dev.reelay.worker.provider;

import java.util.Map;

/// What every adapter is asked in the same way.
///
/// @param model the route's name of one that makes clips from text and from a first frame
/// @param tracked whether the task of a lost answer can be found
/// @param cancels whether a task can be stopped
public record UpstreamCase(
        String name,
        String provider,
        String model,
        int seconds,
        String tier,
        Map<String, String> settings,
        boolean tracked,
        boolean cancels) {

    static UpstreamCase of(String provider, String model, int seconds, String tier) {
        return new UpstreamCase(
                provider + " " + model, provider, model, seconds, tier, Map.of(), false, false);
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
                cancels);
    }

    UpstreamCase thatIsTracked() {
        return new UpstreamCase(name, provider, model, seconds, tier, settings, true, cancels);
    }

    UpstreamCase thatCancels() {
        return new UpstreamCase(name, provider, model, seconds, tier, settings, tracked, true);
    }

    Attempts attempt(String prompt) {
        var full = tier.equals("1080p");
        return Attempts.of(prompt)
                .model(model)
                .seconds(seconds)
                .tier(tier, "16:9")
                .size(full ? 1920 : 1280, full ? 1080 : 720);
    }

    @Override
    public String toString() {
        return name;
    }
}
