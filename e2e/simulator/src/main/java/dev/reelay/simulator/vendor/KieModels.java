package dev.reelay.simulator.vendor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// kie's table of market models: what `input` may hold, numbers in enumerations as strings.
///
/// @param pictures the name of the image field; empty where it takes none
/// @param isList whether that field is a list
/// @param needsPicture whether it must be there
/// @param choices fields and their words, the first being the default
/// @param others further fields
record KieModels(
        String pictures,
        boolean isList,
        boolean needsPicture,
        Map<String, List<String>> choices,
        List<String> others,
        int longestPrompt) {
    private static final List<String> FIVE = List.of("5", "10");
    private static final List<String> KLING = List.of("negative_prompt", "cfg_scale");
    private static final List<String> SORA = List.of("remove_watermark", "character_id_list");
    private static final List<String> OPTIMIZER = List.of("prompt_optimizer");
    private static final List<String> SIDES = List.of("landscape", "portrait");
    private static final List<String> FRAMES = List.of("10", "15");
    private static final List<String> TALL = List.of("1080p", "720p");
    private static final List<String> WAN = List.of("5", "10", "15");

    private static final Map<String, KieModels> TABLE =
            Map.ofEntries(
                    Map.entry(
                            "kling/v2-1-standard",
                            new KieModels("image_url", false, true, only(FIVE), KLING, 5000)),
                    Map.entry(
                            "kling/v2-1-pro",
                            new KieModels(
                                    "image_url",
                                    false,
                                    true,
                                    only(FIVE),
                                    List.of("negative_prompt", "cfg_scale", "tail_image_url"),
                                    5000)),
                    Map.entry(
                            "kling/v2-1-master-text-to-video",
                            new KieModels(
                                    "",
                                    false,
                                    false,
                                    Map.of(
                                            "duration",
                                            FIVE,
                                            "aspect_ratio",
                                            List.of("16:9", "9:16", "1:1")),
                                    KLING,
                                    5000)),
                    Map.entry(
                            "kling/v2-1-master-image-to-video",
                            new KieModels("image_url", false, true, only(FIVE), KLING, 5000)),
                    Map.entry("sora-2-text-to-video", sora("", Map.of())),
                    Map.entry("sora-2-image-to-video", sora("image_urls", Map.of())),
                    Map.entry(
                            "sora-2-pro-text-to-video",
                            sora("", Map.of("size", List.of("high", "standard")))),
                    Map.entry(
                            "sora-2-pro-image-to-video",
                            sora("image_urls", Map.of("size", List.of("standard", "high")))),
                    Map.entry(
                            "hailuo/02-text-to-video-standard",
                            new KieModels(
                                    "", false, false, only(List.of("6", "10")), OPTIMIZER, 1500)),
                    Map.entry(
                            "hailuo/02-text-to-video-pro",
                            new KieModels("", false, false, Map.of(), OPTIMIZER, 1500)),
                    Map.entry(
                            "hailuo/02-image-to-video-standard",
                            new KieModels(
                                    "image_url",
                                    false,
                                    true,
                                    Map.of(
                                            "duration",
                                            List.of("10", "6"),
                                            "resolution",
                                            List.of("768P", "512P")),
                                    List.of("prompt_optimizer", "end_image_url"),
                                    1500)),
                    Map.entry(
                            "hailuo/02-image-to-video-pro",
                            new KieModels(
                                    "image_url",
                                    false,
                                    true,
                                    Map.of(),
                                    List.of("prompt_optimizer", "end_image_url"),
                                    1500)),
                    Map.entry(
                            "wan/2-6-text-to-video",
                            new KieModels(
                                    "",
                                    false,
                                    false,
                                    Map.of("duration", WAN, "resolution", TALL),
                                    List.of("multi_shots"),
                                    5000)),
                    Map.entry(
                            "wan/2-6-image-to-video",
                            new KieModels(
                                    "image_urls",
                                    true,
                                    true,
                                    Map.of("duration", WAN, "resolution", TALL),
                                    List.of("multi_shots"),
                                    5000)),
                    Map.entry(
                            "wan/2-6-video-to-video",
                            new KieModels(
                                    "",
                                    false,
                                    false,
                                    Map.of("duration", FIVE, "resolution", TALL),
                                    List.of("video_urls"),
                                    5000)),
                    Map.entry(
                            "bytedance/seedance-1.5-pro",
                            new KieModels(
                                    "input_urls",
                                    true,
                                    false,
                                    Map.of(
                                            "aspect_ratio",
                                            List.of("16:9", "1:1", "21:9", "4:3", "3:4", "9:16"),
                                            "resolution",
                                            List.of("720p", "480p", "1080p"),
                                            "duration",
                                            List.of("4", "8", "12")),
                                    List.of("fixed_lens", "generate_audio"),
                                    2500)));

    /// Null where it is not known.
    static @Nullable KieModels of(String model) {
        return TABLE.get(model);
    }

    private static Map<String, List<String>> only(List<String> durations) {
        return Map.of("duration", durations);
    }

    private static KieModels sora(String pictures, Map<String, List<String>> size) {
        var choices = new HashMap<>(size);
        choices.put("aspect_ratio", SIDES);
        choices.put("n_frames", FRAMES);
        return new KieModels(
                pictures, true, !pictures.isEmpty(), Map.copyOf(choices), SORA, 10_000);
    }
}
