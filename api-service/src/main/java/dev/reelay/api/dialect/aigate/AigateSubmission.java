package dev.reelay.api.dialect.aigate;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Body;
import dev.reelay.api.body.Fields;
import dev.reelay.api.body.Given;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.dialect.ReadShape;
import dev.reelay.api.submission.AskedShape;
import dev.reelay.api.submission.Idempotency;
import dev.reelay.api.submission.Submission;
import dev.reelay.common.catalogue.AspectRatio;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/video/generations`. What it does not name is ignored.
final class AigateSubmission {
    private static final String ROUTE = "POST /aigate/v1/video/generations";
    private static final Pattern SIZE = Pattern.compile("\\d+x\\d+");
    private static final List<String> RATIOS = List.of("16:9", "9:16", "1:1", "4:3", "3:4");
    private static final int LONGEST_WORD = 100;
    private static final int LONGEST_USER = 512;

    private final Fields fields;
    private final AigateOptions options;
    private final AigateInputs inputs;

    private AigateSubmission(Body body) {
        fields = body.fields();
        options = AigateOptions.read(fields);
        inputs = new AigateInputs(fields, body.spool());
    }

    /// @param timeLimit of the job
    static Submission read(Call call, Body body, Duration timeLimit) {
        return new AigateSubmission(body.mustBeJson())
                .read(call, Idempotency.of(call.idempotencyKey(), ROUTE, body), timeLimit);
    }

    private Submission read(Call call, @Nullable Idempotency idempotency, Duration timeLimit) {
        return new Submission(
                call.caller(),
                AigateDialect.ID,
                fields.required("model", LONGEST_WORD),
                prompt(),
                fields.text("negative_prompt"),
                shape(),
                AskedShape.NOTHING,
                fields.flag("audio"),
                null,
                fields.whole("seed"),
                fields.text("quality", LONGEST_WORD),
                Objects.requireNonNullElse(fields.count("n"), 1),
                inputs.read(options),
                options.others(),
                null,
                null,
                null,
                fields.text("user", LONGEST_USER),
                null,
                call.traceparent(),
                idempotency,
                timeLimit);
    }

    private String prompt() {
        return fields.given("prompt") instanceof Given.Members(var members)
                ? members.required("text")
                : fields.required("prompt");
    }

    private AskedShape shape() {
        var resolution = fields.text("resolution", LONGEST_WORD);
        var isSize = resolution != null && SIZE.matcher(resolution).matches();
        return new AskedShape(
                fields.count("duration"),
                isSize ? ReadShape.size(fields, "resolution") : null,
                isSize ? null : ReadShape.resolution(fields, "resolution"),
                ratio());
    }

    private @Nullable AspectRatio ratio() {
        var text = fields.text("aspect_ratio", LONGEST_WORD);
        if (text != null && !RATIOS.contains(text)) {
            throw invalid(
                    "aspect_ratio",
                    "'%s' is not one of %s".formatted(text, String.join(", ", RATIOS)));
        }
        return ReadShape.aspectRatio(fields, "aspect_ratio");
    }
}
