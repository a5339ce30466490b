package dev.reelay.worker.provider.kie;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.util.List;
import java.util.Set;

/// What a submit of Veo holds, which has no `input` around it. Clips are eight seconds in 720p.
final class KieVeo {
    private static final int SECONDS = 8;
    private static final long LEAST_SEED = 10_000;
    private static final long MOST_SEED = 99_999;
    private static final int MOST_REFERENCES = 3;

    private KieVeo() {}

    static boolean makes(String model) {
        return Set.of("veo3", "veo3_fast", "veo3_lite").contains(model);
    }

    static boolean takesSeed(JobSpec spec) {
        return spec.seed() != null && spec.seed() >= LEAST_SEED && spec.seed() <= MOST_SEED;
    }

    static ObjectNode of(SubmitAttempt attempt, List<InputFile> inputs) {
        var spec = attempt.spec();
        check(attempt.seconds() == SECONDS, "8 seconds with this model");
        check(spec.resolution().equals("720p"), "720p with this model");
        check(Set.of("16:9", "9:16").contains(spec.aspectRatio()), "16:9 or 9:16");
        var body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("prompt", spec.prompt())
                        .put("model", attempt.model())
                        .put("generationType", type(attempt, inputs))
                        .put("aspect_ratio", spec.aspectRatio());
        if (!inputs.isEmpty()) {
            var urls = body.putArray("imageUrls");
            inputs.forEach(input -> urls.add(input.url()));
        }
        if (takesSeed(spec)) {
            body.put("seeds", spec.seed());
        }
        return body;
    }

    private static String type(SubmitAttempt attempt, List<InputFile> inputs) {
        return switch (attempt.spec().mode()) {
            case TEXT -> "TEXT_2_VIDEO";
            case IMAGE, FRAMES -> "FIRST_AND_LAST_FRAMES_2_VIDEO";
            case REFERENCE -> {
                check(attempt.model().equals("veo3_fast"), "references with veo3_fast only");
                check(inputs.size() <= MOST_REFERENCES, "clips of up to 3 references");
                yield "REFERENCE_2_VIDEO";
            }
            case VIDEO, EXTENSION ->
                    throw new UnsupportedException("this provider takes no clip as input");
        };
    }

    private static void check(boolean isMade, String what) {
        if (!isMade) {
            throw new UnsupportedException("this provider makes " + what);
        }
    }
}
