package dev.reelay.api.dialect.a4f;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Body;
import dev.reelay.api.body.Fields;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.dialect.ReadShape;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.submission.AskedShape;
import dev.reelay.api.submission.Idempotency;
import dev.reelay.api.submission.Submission;
import dev.reelay.common.catalogue.AspectRatio;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/video/generations`: what is there, then types, then ranges; the model
/// comes after. Other members are ignored, but for inputs, which this API has none of.
final class A4fSubmission {
    private static final String ROUTE = "POST /a4f/v1/video/generations";
    private static final List<String> QUALITIES = List.of("480p", "720p", "1080p");
    private static final List<String> RATIOS = List.of("1:1", "16:9", "9:16", "3:4", "4:3");
    private static final String USUAL_RATIO = "9:16";
    private static final int SHORTEST = 1;
    private static final int LONGEST = 8;
    private static final int LONGEST_WORD = 100;
    private static final List<String> INPUTS =
            List.of(
                    "image",
                    "images",
                    "image_url",
                    "image_urls",
                    "input_image",
                    "input_image_url",
                    "input_image_b64",
                    "input_reference",
                    "reference_images",
                    "first_frame",
                    "last_frame",
                    "video",
                    "video_url",
                    "input_video",
                    "input_video_b64");

    private final Body body;
    private final Fields fields;

    private A4fSubmission(Body body) {
        this.body = body;
        fields = body.fields();
    }

    /// @param timeLimit of the job
    static Submission read(Call call, Body body, Duration timeLimit) {
        return new A4fSubmission(body.mustBeJson())
                .read(call, Idempotency.of(call.idempotencyKey(), ROUTE, body), timeLimit);
    }

    private Submission read(Call call, @Nullable Idempotency idempotency, Duration timeLimit) {
        for (var name : List.of("model", "prompt", "quality", "duration")) {
            if (!fields.has(name)) {
                throw new GatewayException(new GatewayError.MissingField(name));
            }
        }
        var model = text("model");
        var prompt = filled("prompt", fields.text("prompt"));
        var quality = text("quality");
        var duration = duration();
        var ratio = Objects.requireNonNullElse(fields.text("ratio", LONGEST_WORD), USUAL_RATIO);
        refuseUnlisted("quality", quality, QUALITIES);
        refuseUnlisted("ratio", ratio, RATIOS);
        refuseInputs();
        return new Submission(
                call.caller(),
                A4fDialect.ID,
                model,
                prompt,
                null,
                new AskedShape(
                        duration,
                        null,
                        ReadShape.resolution(fields, "quality"),
                        AspectRatio.parse(ratio).orElseThrow()),
                AskedShape.NOTHING,
                null,
                null,
                null,
                null,
                1,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                call.traceparent(),
                idempotency,
                timeLimit);
    }

    private String text(String name) {
        return filled(name, fields.text(name, LONGEST_WORD));
    }

    private static String filled(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw invalid(name, "must not be empty");
        }
        return text;
    }

    /// A whole number that is written as one: neither 5.0 nor "5".
    private int duration() {
        var number = body.tree().path("duration");
        if (!number.isIntegralNumber()) {
            throw invalid("duration", "must be an integer");
        }
        if (!number.canConvertToInt()
                || number.intValue() < SHORTEST
                || number.intValue() > LONGEST) {
            throw invalid("duration", "must be %d to %d".formatted(SHORTEST, LONGEST));
        }
        return number.intValue();
    }

    private static void refuseUnlisted(String name, String value, List<String> possible) {
        if (!possible.contains(value)) {
            throw invalid(
                    name, "'%s' is not one of %s".formatted(value, String.join(", ", possible)));
        }
    }

    private void refuseInputs() {
        for (var name : INPUTS) {
            if (fields.has(name)) {
                throw invalid(name, "this API makes videos from text alone");
            }
        }
    }
}
