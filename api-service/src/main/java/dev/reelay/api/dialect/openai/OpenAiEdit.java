package dev.reelay.api.dialect.openai;

import dev.reelay.api.body.Body;
import dev.reelay.api.body.Fields;
import dev.reelay.api.body.Given;
import dev.reelay.api.callback.ReadCallback;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.submission.Idempotency;
import dev.reelay.api.submission.ReadInput;
import dev.reelay.api.submission.Submission;
import dev.reelay.common.event.JobSpec.Role;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Set;

/// The body of `POST /v1/videos/edits`: a prompt and a clip, one of the tenant's own videos or one
/// that comes along. An edited video keeps its model, length and size. Which models can is the
/// catalogue's.
@Singleton
final class OpenAiEdit {
    private static final String ROUTE = "POST /v1/videos/edits";
    private static final int LONGEST_MODEL = 100;
    private static final Set<String> KNOWN =
            Set.of("prompt", "model", OwnVideo.FIELD, "callback_url");

    private final OwnVideo videos;
    private final ReadCallback callbacks;

    OpenAiEdit(OwnVideo videos, ReadCallback callbacks) {
        this.videos = videos;
        this.callbacks = callbacks;
    }

    /// Throws {@link GatewayException} for what is no edit.
    Submission submission(Call call, Body body) {
        var fields = body.fields();
        fields.refuseOthersThan(KNOWN);
        return made(call, body, fields)
                .submission(
                        call,
                        fields.text("prompt"),
                        callbacks.read(call.caller().callbacks(), fields.text("callback_url")),
                        Idempotency.orRetry(call.idempotencyKey(), call.retries(), ROUTE, body));
    }

    private MadeFrom made(Call call, Body body, Fields fields) {
        var model = fields.text("model", LONGEST_MODEL);
        var given = fields.given(OwnVideo.FIELD);
        if (given == null) {
            throw new GatewayException(new GatewayError.MissingField(OwnVideo.FIELD));
        }
        if (given instanceof Given.Members(var members)) {
            var source = videos.named(call, members);
            return MadeFrom.video(
                    source,
                    OwnVideo.FIELD,
                    Role.VIDEO,
                    Objects.requireNonNullElseGet(model, () -> MadeFrom.model(source)));
        }
        if (model == null) {
            throw new GatewayException(new GatewayError.MissingField("model"));
        }
        var clip = new ReadInput(body.spool()).read(OwnVideo.FIELD, Role.VIDEO, given);
        return MadeFrom.clip(model, clip);
    }
}
