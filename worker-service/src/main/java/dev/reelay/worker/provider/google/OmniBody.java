package dev.reelay.worker.provider.google;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What starts an interaction. Tags in the prompt tie pictures and clips to their roles, in their
/// order.
final class OmniBody {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> RESOLUTIONS = Set.of("720p", "1080p", "4K");
    private static final Set<String> RATIOS = Set.of("16:9", "9:16");
    private static final Set<String> PICTURES = Set.of("image/png", "image/jpeg");
    private static final int LEAST_SECONDS = 3;
    private static final long MOST_SEED = 4_294_967_295L;

    private OmniBody() {}

    static boolean takesSeed(JobSpec spec) {
        return spec.seed() != null && spec.seed() >= 0 && spec.seed() <= MOST_SEED;
    }

    static ObjectNode of(SubmitAttempt attempt, List<InputFile> inputs) {
        var spec = attempt.spec();
        var most = mostSeconds(attempt.model());
        check(
                attempt.seconds() >= LEAST_SECONDS && attempt.seconds() <= most,
                "3 to %d seconds".formatted(most));
        check(RESOLUTIONS.contains(spec.resolution()), "720p, 1080p and 4K");
        check(RATIOS.contains(spec.aspectRatio()), "16:9 and 9:16");
        var body = JSON.objectNode().put("model", attempt.model());
        var config = JSON.objectNode();
        config.putObject("video_config").put("task", task(spec));
        if (takesSeed(spec)) {
            config.put("seed", spec.seed());
        }
        body.set("input", input(spec, inputs));
        body.put("background", true).put("store", true);
        body.putObject("response_format")
                .put("type", "video")
                .put("aspect_ratio", spec.aspectRatio())
                .put("resolution", spec.resolution().toLowerCase(Locale.ROOT))
                .put("duration", attempt.seconds() + "s")
                .put("delivery", "uri");
        body.set("generation_config", config);
        body.putObject("labels").put("attempt", attempt.id().toString());
        return body;
    }

    private static int mostSeconds(String model) {
        return switch (model) {
            case "gemini-omni-1.1-flash" -> 10;
            case "gemini-omni-1.2-flash" -> 15;
            default ->
                    throw new UnsupportedException(
                            "this provider's account does not make " + model);
        };
    }

    private static String task(JobSpec spec) {
        return switch (spec.mode()) {
            case TEXT -> "text_to_video";
            case IMAGE, FRAMES -> "image_to_video";
            case REFERENCE -> "reference_to_video";
            case VIDEO -> "edit";
            case EXTENSION ->
                    throw new UnsupportedException("this provider does not continue clips");
        };
    }

    private static ArrayNode input(JobSpec spec, List<InputFile> inputs) {
        var tags = new StringBuilder();
        var all = JSON.arrayNode();
        var text = all.addObject().put("type", "text");
        var count = 0;
        for (var input : inputs) {
            count++;
            tags.append(tag(input, count)).append(' ');
            all.addObject()
                    .put("type", type(input))
                    .put("mime_type", input.contentType())
                    .put("data", input.base64());
        }
        text.put("text", tags + spec.prompt());
        return all;
    }

    private static String tag(InputFile input, int number) {
        return switch (input.role()) {
            case FIRST_FRAME -> "<FIRST_FRAME>";
            case LAST_FRAME -> "<LAST_FRAME>";
            case REFERENCE -> "<IMAGE_REF_%d>".formatted(number);
            case VIDEO -> "<VIDEO_REF_%d>".formatted(number);
        };
    }

    private static String type(InputFile input) {
        return switch (input.role()) {
            case FIRST_FRAME, LAST_FRAME, REFERENCE -> {
                check(PICTURES.contains(input.contentType()), "clips from pictures in PNG or JPEG");
                yield "image";
            }
            case VIDEO -> "video";
        };
    }

    private static void check(boolean isMade, String what) {
        if (!isMade) {
            throw new UnsupportedException("this provider makes " + what);
        }
    }
}
