package dev.reelay.simulator.vendor;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Vidu's table of models, lengths and resolutions per operation.
///
/// @param first resolution is the default
record ViduModels(int least, int most, int usual, List<String> resolutions) {
    private static final List<String> TALL = List.of("1080p");
    private static final List<String> ALL = List.of("720p", "540p", "1080p");
    private static final List<String> FAST = List.of("720p", "1080p");
    private static final List<String> OLD = List.of("360p", "720p", "1080p");
    private static final ViduModels FIVE = new ViduModels(5, 5, 5, TALL);

    private static final Map<String, ViduModels> TEXT =
            Map.of(
                    "viduq1", FIVE,
                    "viduq2", new ViduModels(1, 10, 5, ALL),
                    "viduq3-turbo", new ViduModels(1, 16, 5, ALL),
                    "viduq3-pro", new ViduModels(1, 16, 5, ALL));
    private static final Map<String, ViduModels> IMAGE =
            Map.of(
                    "viduq1", FIVE,
                    "viduq1-classic", FIVE,
                    "vidu2.0", new ViduModels(4, 8, 4, OLD),
                    "vidu1.5", new ViduModels(4, 8, 4, OLD),
                    "viduq2-turbo", new ViduModels(1, 10, 5, ALL),
                    "viduq2-pro", new ViduModels(1, 10, 5, ALL),
                    "viduq2-pro-fast", new ViduModels(1, 10, 5, FAST),
                    "viduq3-turbo", new ViduModels(1, 16, 5, ALL),
                    "viduq3-pro", new ViduModels(1, 16, 5, ALL),
                    "viduq3-pro-fast", new ViduModels(1, 16, 5, FAST));
    private static final Map<String, ViduModels> REFERENCE =
            Map.of(
                    "viduq1", FIVE,
                    "vidu2.0", new ViduModels(4, 4, 4, List.of("360p", "720p")),
                    "viduq2", new ViduModels(1, 10, 5, ALL),
                    "viduq2-pro", new ViduModels(1, 10, 5, ALL),
                    "viduq3", new ViduModels(1, 16, 5, ALL),
                    "viduq3-turbo", new ViduModels(1, 16, 5, ALL),
                    "viduq3-mix", new ViduModels(1, 16, 5, ALL));

    /// Null where the operation does not have the model.
    static @Nullable ViduModels of(String operation, String model) {
        var found =
                switch (operation) {
                    case "text2video" -> TEXT.get(model);
                    case "reference2video" -> REFERENCE.get(model);
                    default -> IMAGE.get(model);
                };
        return found != null && operation.equals("start-end2video") && found.most == 10
                ? new ViduModels(1, 8, 5, found.resolutions)
                : found;
    }

    boolean takes(int seconds, String resolution) {
        if (resolutions.equals(OLD)) {
            return seconds == 4 || seconds == 8 && resolution.equals("720p");
        }
        return seconds >= least && seconds <= most;
    }
}
