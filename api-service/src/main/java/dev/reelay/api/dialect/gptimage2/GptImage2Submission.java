package dev.reelay.api.dialect.gptimage2;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Body;
import dev.reelay.api.body.Fields;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.dialect.ReadShape;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.submission.AskedShape;
import dev.reelay.api.submission.GivenInput;
import dev.reelay.api.submission.Idempotency;
import dev.reelay.api.submission.ReadInput;
import dev.reelay.api.submission.Submission;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec.Role;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/ai/video/generate`.
final class GptImage2Submission {
    private static final String ROUTE = "POST /api/ai/video/generate";
    private static final String TEXT = "text_to_video";
    private static final String IMAGE = "image_to_video";
    private static final int LONGEST_OPTIONS = 16 * 1024;
    private static final int LONGEST_MODEL = 100;
    private static final Set<String> KNOWN =
            Set.of(
                    "prompt",
                    "model",
                    "inputMode",
                    "inputImageUrls",
                    "aspectRatio",
                    "duration",
                    "resolution");

    private final Fields fields;
    private final ReadInput inputs;
    private final Catalogue catalogue;

    private GptImage2Submission(Body body, Catalogue catalogue) {
        fields = body.fields();
        inputs = new ReadInput(body.spool());
        this.catalogue = catalogue;
    }

    static Submission read(Call call, Body body, Catalogue catalogue) {
        return new GptImage2Submission(body.mustBeJson(), catalogue)
                .read(call, Idempotency.of(call.idempotencyKey(), ROUTE, body));
    }

    private Submission read(Call call, @Nullable Idempotency idempotency) {
        var prompt = fields.required("prompt");
        var model = fields.required("model", LONGEST_MODEL);
        var mode = fields.required("inputMode");
        refuseUnfit(mode, model);
        return new Submission(
                call.caller(),
                GptImage2Dialect.ID,
                model,
                prompt,
                null,
                new AskedShape(
                        fields.count("duration"),
                        null,
                        ReadShape.resolution(fields, "resolution"),
                        ReadShape.aspectRatio(fields, "aspectRatio")),
                AskedShape.NOTHING,
                null,
                null,
                null,
                null,
                1,
                inputs(mode),
                // The provider's own controls have no names of their own in this API.
                fields.others("options", KNOWN, LONGEST_OPTIONS),
                null,
                null,
                null,
                null,
                null,
                call.traceparent(),
                idempotency,
                null);
    }

    /// The mode is what the model's table says, never what its id looks like.
    private void refuseUnfit(String inputMode, String id) {
        var mode =
                switch (inputMode) {
                    case TEXT -> Mode.TEXT;
                    case IMAGE -> Mode.IMAGE;
                    default -> throw invalid("inputMode", "must be " + TEXT + " or " + IMAGE);
                };
        catalogue
                .find(GptImage2Dialect.ID, id)
                .filter(model -> !model.modes().contains(mode))
                .ifPresent(
                        model -> {
                            throw invalid("inputMode", inputMode + " does not fit " + id);
                        });
    }

    /// Only the first image is used.
    private List<GivenInput> inputs(String mode) {
        var images = fields.givenList("inputImageUrls");
        if (mode.equals(TEXT)) {
            if (!images.isEmpty()) {
                throw invalid("inputImageUrls", "must be empty for " + TEXT);
            }
            return List.of();
        }
        if (images.isEmpty()) {
            throw new GatewayException(new GatewayError.MissingField("inputImageUrls"));
        }
        return List.of(inputs.read("first_frame", Role.FIRST_FRAME, images.getFirst()));
    }
}
