package dev.reelay.api.dialect.openrouter;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Body;
import dev.reelay.api.body.Fields;
import dev.reelay.api.callback.ReadCallback;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.dialect.ReadShape;
import dev.reelay.api.submission.AskedShape;
import dev.reelay.api.submission.Idempotency;
import dev.reelay.api.submission.Submission;
import dev.reelay.api.tenant.CallbackPolicy;
import dev.reelay.common.catalogue.AspectRatio;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.Model;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v1/videos`. What it does not name is ignored.
final class OpenRouterSubmission {
    private static final String ROUTE = "POST /api/v1/videos";
    private static final int LONGEST_WORD = 100;
    private static final int LONGEST_URL = 2048;
    private static final List<String> RATIOS =
            List.of("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9", "9:21");

    /// In the API's list, though no model has it.
    private static final String UNMADE = "1K";

    private final Fields fields;
    private final OpenRouterInputs inputs;
    private final Catalogue catalogue;
    private final ReadCallback callbacks;

    private OpenRouterSubmission(Body body, Catalogue catalogue, ReadCallback callbacks) {
        fields = body.fields();
        inputs = new OpenRouterInputs(fields, body.spool());
        this.catalogue = catalogue;
        this.callbacks = callbacks;
    }

    static Submission read(Call call, Body body, Catalogue catalogue, ReadCallback callbacks) {
        return new OpenRouterSubmission(body.mustBeJson(), catalogue, callbacks)
                .read(
                        call,
                        Idempotency.orRetry(call.idempotencyKey(), call.retries(), ROUTE, body));
    }

    private Submission read(Call call, Idempotency idempotency) {
        var model = fields.required("model", LONGEST_WORD);
        var options = OpenRouterOptions.read(fields);
        return new Submission(
                call.caller(),
                OpenRouterDialect.ID,
                model,
                fields.text("prompt"),
                options.negativePrompt(),
                shape(),
                AskedShape.NOTHING,
                audio(model),
                null,
                fields.whole("seed"),
                null,
                1,
                inputs.read(),
                options.byProvider(),
                null,
                null,
                null,
                null,
                callback(call.caller().callbacks()),
                call.traceparent(),
                idempotency,
                null);
    }

    private AskedShape shape() {
        return new AskedShape(
                fields.count("duration"),
                ReadShape.size(fields, "size"),
                UNMADE.equals(fields.text("resolution"))
                        ? refuse("resolution", "'1K' is not supported by any model")
                        : ReadShape.resolution(fields, "resolution"),
                ratio());
    }

    private @Nullable AspectRatio ratio() {
        var text = fields.text("aspect_ratio", LONGEST_WORD);
        return text == null || RATIOS.contains(text)
                ? ReadShape.aspectRatio(fields, "aspect_ratio")
                : refuse("aspect_ratio", "'%s' is not one of %s".formatted(text, RATIOS));
    }

    /// Without a word a model that can has sound.
    private @Nullable Boolean audio(String model) {
        var said = fields.flag("generate_audio");
        return said != null
                ? said
                : catalogue
                        .find(OpenRouterDialect.ID, model)
                        .map(m -> m.audio() != Model.Audio.NEVER)
                        .orElse(null);
    }

    /// Always https here where a job names it, also where an installation allows more.
    private @Nullable URI callback(CallbackPolicy policy) {
        var url = callbacks.read(policy, fields.text("callback_url", LONGEST_URL));
        if (url == null) {
            return policy.usual();
        }
        return url.getScheme().equals("https")
                ? url
                : refuse("callback_url", "must be an https address");
    }

    private static <T> T refuse(String field, String why) {
        throw invalid(field, why);
    }
}
