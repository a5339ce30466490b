package dev.reelay.worker.provider.fal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a submit holds. Every endpoint has names of its own for length, size and frames; those of
/// two families are known here.
///
/// @param endpoint the model with its mode, which stands in the path
record FalBody(String endpoint, ObjectNode body) {
    private static final String VEO = "fal-ai/veo3.1";
    private static final String KLING = "fal-ai/kling-video/v2.1/";
    private static final Set<Integer> VEO_SECONDS = Set.of(4, 6, 8);
    private static final Set<Integer> KLING_SECONDS = Set.of(5, 10);
    private static final Set<String> VEO_RESOLUTIONS = Set.of("720p", "1080p", "4K");
    private static final Set<String> WIDE_AND_TALL = Set.of("16:9", "9:16");
    private static final Set<String> KLING_RATIOS = Set.of("16:9", "9:16", "1:1");

    static FalBody of(SubmitAttempt attempt, List<InputFile> inputs) {
        var body = JsonNodeFactory.instance.objectNode().put("prompt", attempt.spec().prompt());
        if (attempt.spec().negativePrompt() != null) {
            body.put("negative_prompt", attempt.spec().negativePrompt());
        }
        return isVeo(attempt) ? veo(attempt, inputs, body) : kling(attempt, inputs, body);
    }

    static Set<Hint> takes(SubmitAttempt attempt) {
        return isVeo(attempt)
                ? Set.of(Hint.NEGATIVE_PROMPT, Hint.SEED)
                : Set.of(Hint.NEGATIVE_PROMPT);
    }

    private static boolean isVeo(SubmitAttempt attempt) {
        return attempt.model().equals(VEO) || attempt.model().equals(VEO + "/fast");
    }

    /// The route names the family; the mode chooses the endpoint.
    private static FalBody veo(SubmitAttempt attempt, List<InputFile> inputs, ObjectNode body) {
        var spec = attempt.spec();
        check(VEO_SECONDS.contains(attempt.seconds()), "4, 6 or 8 seconds");
        check(VEO_RESOLUTIONS.contains(spec.resolution()), "720p, 1080p and 4K");
        check(WIDE_AND_TALL.contains(spec.aspectRatio()), "16:9 and 9:16");
        body.put("aspect_ratio", spec.aspectRatio())
                .put("duration", attempt.seconds() + "s")
                .put("resolution", spec.resolution().toLowerCase(Locale.ROOT))
                .put("generate_audio", spec.audio());
        if (spec.seed() != null) {
            body.put("seed", spec.seed());
        }
        return switch (spec.mode()) {
            case TEXT -> new FalBody(attempt.model(), body);
            case IMAGE -> {
                body.put("image_url", inputs.getFirst().dataUrl());
                yield new FalBody(attempt.model() + "/image-to-video", body);
            }
            case FRAMES -> {
                body.put("first_frame_url", inputs.getFirst().dataUrl())
                        .put("last_frame_url", inputs.getLast().dataUrl());
                yield new FalBody(attempt.model() + "/first-last-frame-to-video", body);
            }
            case REFERENCE, VIDEO, EXTENSION ->
                    throw new UnsupportedException(
                            "this provider makes clips from text or from frames");
        };
    }

    /// The route names a tier, `fal-ai/kling-video/v2.1/standard`, of which each makes one
    /// resolution and none sound.
    private static FalBody kling(SubmitAttempt attempt, List<InputFile> inputs, ObjectNode body) {
        var spec = attempt.spec();
        var tier = tier(attempt.model());
        check(KLING_SECONDS.contains(attempt.seconds()), "5 or 10 seconds");
        var resolution = tier.equals("standard") ? "720p" : "1080p";
        check(spec.resolution().equals(resolution), resolution);
        check(!spec.audio(), "clips without sound");
        body.put("duration", String.valueOf(attempt.seconds()));
        return switch (spec.mode()) {
            case TEXT -> {
                check(tier.equals("master"), "clips from a first frame");
                check(KLING_RATIOS.contains(spec.aspectRatio()), "16:9, 9:16 and 1:1");
                body.put("aspect_ratio", spec.aspectRatio());
                yield new FalBody(KLING + tier + "/text-to-video", body);
            }
            case IMAGE -> {
                body.put("image_url", inputs.getFirst().dataUrl());
                yield new FalBody(KLING + tier + "/image-to-video", body);
            }
            case FRAMES, REFERENCE, VIDEO, EXTENSION ->
                    throw new UnsupportedException(
                            "this provider makes clips from text or a first frame");
        };
    }

    private static String tier(String model) {
        var tier = model.startsWith(KLING) ? model.substring(KLING.length()) : "";
        return switch (tier) {
            case "standard", "pro", "master" -> tier;
            default -> throw new UnsupportedException("this provider does not make " + model);
        };
    }

    private static void check(boolean isMade, String what) {
        if (!isMade) {
            throw new UnsupportedException("this provider makes " + what);
        }
    }
}
