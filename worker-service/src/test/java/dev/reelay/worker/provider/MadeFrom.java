package dev.reelay.worker.provider;

import static dev.reelay.common.catalogue.Mode.EXTENSION;
import static dev.reelay.common.catalogue.Mode.FRAMES;
import static dev.reelay.common.catalogue.Mode.REFERENCE;
import static dev.reelay.common.catalogue.Mode.VIDEO;

import dev.reelay.common.catalogue.Mode;
import java.util.List;
import java.util.Set;

/// What an upstream makes clips from, beside text and a first frame.
///
/// @param modes of {@link #ALL}; what is asked in another one is refused before anything is sent
record MadeFrom(UpstreamCase upstream, Set<Mode> modes) {
    static final List<Mode> ALL = List.of(FRAMES, REFERENCE, VIDEO, EXTENSION);

    /// By their documentation.
    static List<MadeFrom> all() {
        return List.of(
                of("kling", "kling-2.6", 5, "1080p", FRAMES),
                new MadeFrom(
                        UpstreamCase.of("kling", "kling-2.6", 5, "1080p")
                                .with("standard", "legacy"),
                        Set.of(FRAMES)),
                of("openai-videos", "sora-2", 4, "720p"),
                of("minimax", "MiniMax-Hailuo-02", 6, "768p", FRAMES),
                of("minimax", "MiniMax-H3", 6, "768p", FRAMES, REFERENCE, VIDEO),
                of("vidu", "viduq2", 5, "720p", FRAMES, REFERENCE),
                of("bytedance", "doubao-seedance-1-5-pro-251215", 5, "720p", FRAMES),
                of("bytedance", "doubao-seedance-2-0-260128", 5, "720p", FRAMES, REFERENCE, VIDEO),
                of("alibaba", "wan2.6", 5, "720p", REFERENCE, VIDEO),
                of("alibaba", "wan2.7", 5, "720p", FRAMES, REFERENCE, VIDEO),
                of("jimeng", "jimeng_v30", 5, "720p", FRAMES),
                of("fal", "fal-ai/veo3.1", 4, "720p", FRAMES),
                of("replicate", "google/veo-3.1", 4, "720p", FRAMES),
                of("kie", "kling/v2-1-pro", 5, "1080p", FRAMES),
                of("kie", "veo3_fast", 8, "720p", FRAMES, REFERENCE),
                of("google", "gemini-omni-1.1-flash", 4, "720p", FRAMES, REFERENCE, VIDEO),
                new MadeFrom(
                        UpstreamCase.of("google", "veo-3.1-generate-001", 8, "720p")
                                .with("bucket", "gs://dummy-bucket/clips"),
                        Set.of(FRAMES, REFERENCE)));
    }

    private static MadeFrom of(
            String provider, String model, int seconds, String tier, Mode... modes) {
        return new MadeFrom(UpstreamCase.of(provider, model, seconds, tier), Set.of(modes));
    }
}
