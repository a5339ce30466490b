package dev.reelay.worker.provider.google;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.util.List;
import java.util.Set;

/// What starts Veo on Vertex. The file is put into the operator's bucket: inside the answer it
/// would be larger than an answer should be.
final class VeoBody {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> PICTURES = Set.of("image/png", "image/jpeg");
    private static final int MOST_REFERENCES = 3;
    private static final int REFERENCE_SECONDS = 8;
    private static final long MOST_SEED = 4_294_967_295L;

    private VeoBody() {}

    static boolean takesSeed(JobSpec spec) {
        return spec.seed() != null && spec.seed() >= 0 && spec.seed() <= MOST_SEED;
    }

    /// @param folder of the bucket, as `gs://dummy-bucket/att_01/`
    static ObjectNode of(SubmitAttempt attempt, List<InputFile> inputs, String folder) {
        var spec = attempt.spec();
        check(Set.of(4, 6, 8).contains(attempt.seconds()), "4, 6 or 8 seconds");
        check(Set.of("720p", "1080p").contains(spec.resolution()), "720p and 1080p");
        check(Set.of("16:9", "9:16").contains(spec.aspectRatio()), "16:9 and 9:16");
        var body = JSON.objectNode();
        var instance = body.putArray("instances").addObject().put("prompt", spec.prompt());
        inputs.forEach(input -> put(input, attempt, instance));
        check(instance.path("referenceImages").size() <= MOST_REFERENCES, "up to 3 references");
        var parameters =
                body.putObject("parameters")
                        .put("aspectRatio", spec.aspectRatio())
                        .put("durationSeconds", attempt.seconds())
                        .put("resolution", spec.resolution())
                        .put("sampleCount", 1)
                        .put("generateAudio", spec.audio())
                        .put("storageUri", folder);
        if (takesSeed(spec)) {
            parameters.put("seed", spec.seed());
        }
        if (spec.negativePrompt() != null) {
            parameters.put("negativePrompt", spec.negativePrompt());
        }
        body.putObject("labels").put("attempt", attempt.id().toString());
        return body;
    }

    private static void put(InputFile input, SubmitAttempt attempt, ObjectNode instance) {
        check(PICTURES.contains(input.contentType()), "clips from pictures in PNG or JPEG");
        var image =
                JSON.objectNode()
                        .put("bytesBase64Encoded", input.base64())
                        .put("mimeType", input.contentType());
        switch (input.role()) {
            case FIRST_FRAME -> instance.set("image", image);
            case LAST_FRAME -> instance.set("lastFrame", image);
            case REFERENCE -> {
                check(attempt.seconds() == REFERENCE_SECONDS, "8 seconds from references");
                instance.withArray("referenceImages")
                        .addObject()
                        .put("referenceType", "asset")
                        .set("image", image);
            }
            case VIDEO -> throw new UnsupportedException("this provider takes no clip as input");
        }
    }

    private static void check(boolean isMade, String what) {
        if (!isMade) {
            throw new UnsupportedException("this provider makes " + what);
        }
    }
}
