package dev.reelay.worker.provider.replicate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.util.List;
import java.util.Set;

/// The `input` of a prediction. Every model has names of its own; those of three families are known
/// here.
final class ReplicateInput {
    private static final String KLING = "kwaivgi/kling-v2.1";
    private static final String MASTER = "kwaivgi/kling-v2.1-master";
    private static final Set<String> VEO = Set.of("google/veo-3.1", "google/veo-3.1-fast");
    private static final String VIDU = "vidu/q3-pro";
    private static final Set<Integer> KLING_SECONDS = Set.of(5, 10);
    private static final Set<Integer> VEO_SECONDS = Set.of(4, 6, 8);
    private static final int MOST_VIDU_SECONDS = 16;
    private static final Set<String> TIERS = Set.of("720p", "1080p");

    private ReplicateInput() {}

    static ObjectNode of(SubmitAttempt attempt, List<InputFile> inputs) {
        var body = JsonNodeFactory.instance.objectNode().put("prompt", attempt.spec().prompt());
        body.put("duration", attempt.seconds());
        return switch (attempt.model()) {
            case KLING -> kling(attempt, inputs, body);
            case MASTER -> master(attempt, inputs, body);
            case VIDU -> vidu(attempt, inputs, body);
            case String model when VEO.contains(model) -> veo(attempt, inputs, body);
            default ->
                    throw new UnsupportedException(
                            "this provider does not make " + attempt.model());
        };
    }

    static Set<Hint> takes(SubmitAttempt attempt) {
        return switch (attempt.model()) {
            case KLING, MASTER -> Set.of(Hint.NEGATIVE_PROMPT);
            case VIDU -> Set.of(Hint.SEED);
            default -> Set.of(Hint.NEGATIVE_PROMPT, Hint.SEED);
        };
    }

    private static ObjectNode kling(
            SubmitAttempt attempt, List<InputFile> inputs, ObjectNode body) {
        var spec = attempt.spec();
        check(KLING_SECONDS.contains(attempt.seconds()), "5 or 10 seconds");
        check(TIERS.contains(spec.resolution()), "720p and 1080p");
        check(!inputs.isEmpty(), "clips from a first frame");
        checkSilent(spec);
        putFrames(spec, inputs, body, "start_image", "end_image");
        var isPro = spec.resolution().equals("1080p") || inputs.size() > 1;
        body.put("mode", isPro ? "pro" : "standard"); // a last frame is for pro only
        return negative(spec, body);
    }

    private static ObjectNode master(
            SubmitAttempt attempt, List<InputFile> inputs, ObjectNode body) {
        var spec = attempt.spec();
        check(KLING_SECONDS.contains(attempt.seconds()), "5 or 10 seconds");
        check(spec.resolution().equals("1080p"), "1080p");
        check(inputs.size() <= 1, "clips from text or a first frame");
        checkSilent(spec);
        putFrames(spec, inputs, body, "start_image", "");
        if (inputs.isEmpty()) {
            check(Set.of("16:9", "9:16", "1:1").contains(spec.aspectRatio()), "16:9, 9:16 and 1:1");
            body.put("aspect_ratio", spec.aspectRatio());
        }
        return negative(spec, body);
    }

    private static ObjectNode veo(SubmitAttempt attempt, List<InputFile> inputs, ObjectNode body) {
        var spec = attempt.spec();
        check(VEO_SECONDS.contains(attempt.seconds()), "4, 6 or 8 seconds");
        check(TIERS.contains(spec.resolution()), "720p and 1080p");
        check(Set.of("16:9", "9:16").contains(spec.aspectRatio()), "16:9 and 9:16");
        putFrames(spec, inputs, body, "image", "last_frame");
        body.put("aspect_ratio", spec.aspectRatio())
                .put("resolution", spec.resolution())
                .put("generate_audio", spec.audio());
        return negative(spec, seed(spec, body));
    }

    private static ObjectNode vidu(SubmitAttempt attempt, List<InputFile> inputs, ObjectNode body) {
        var spec = attempt.spec();
        check(attempt.seconds() <= MOST_VIDU_SECONDS, "1 to 16 seconds");
        check(TIERS.contains(spec.resolution()), "720p and 1080p");
        putFrames(spec, inputs, body, "start_image", "end_image");
        if (inputs.isEmpty()) {
            body.put("aspect_ratio", spec.aspectRatio());
        }
        body.put("resolution", spec.resolution()).put("audio", spec.audio());
        return seed(spec, body);
    }

    private static void putFrames(
            JobSpec spec, List<InputFile> inputs, ObjectNode body, String first, String last) {
        switch (spec.mode()) {
            case TEXT, IMAGE, FRAMES -> {
                for (var input : inputs) {
                    var name = input.role() == Role.LAST_FRAME ? last : first;
                    body.put(name, input.url());
                }
            }
            case REFERENCE, VIDEO, EXTENSION ->
                    throw new UnsupportedException(
                            "this provider makes clips from text or from frames");
        }
    }

    private static ObjectNode negative(JobSpec spec, ObjectNode body) {
        return spec.negativePrompt() == null
                ? body
                : body.put("negative_prompt", spec.negativePrompt());
    }

    private static ObjectNode seed(JobSpec spec, ObjectNode body) {
        return spec.seed() == null ? body : body.put("seed", spec.seed());
    }

    private static void checkSilent(JobSpec spec) {
        check(!spec.audio(), "clips without sound");
    }

    private static void check(boolean isMade, String what) {
        if (!isMade) {
            throw new UnsupportedException("this provider makes " + what);
        }
    }
}
