package dev.reelay.api.dialect.openai;

import dev.reelay.api.body.Body;
import dev.reelay.api.body.Fields;
import dev.reelay.api.body.Given;
import dev.reelay.api.callback.ReadCallback;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.job.PostgresJobs;
import dev.reelay.api.submission.AskedShape;
import dev.reelay.api.submission.GivenInput;
import dev.reelay.api.submission.GivenInput.Source;
import dev.reelay.api.submission.Idempotency;
import dev.reelay.api.submission.ReadInput;
import dev.reelay.api.submission.Submission;
import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.event.JobSpec.Role;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/// The body of `POST /v1/videos/edits`: a prompt and a clip, one of the tenant's own videos or one
/// that comes along. An edited video keeps its model, length and size. Which models can is the
/// catalogue's.
@Singleton
final class OpenAiEdit {
    private static final String ROUTE = "POST /v1/videos/edits";
    private static final String VIDEO = "video";
    private static final int LONGEST_MODEL = 100;
    private static final Set<String> KNOWN = Set.of("prompt", "model", VIDEO, "callback_url");

    private final PostgresJobs jobs;
    private final ReadCallback callbacks;

    OpenAiEdit(PostgresJobs jobs, ReadCallback callbacks) {
        this.jobs = jobs;
        this.callbacks = callbacks;
    }

    /// Throws {@link GatewayException} for what is no edit.
    Submission submission(Call call, Body body) {
        var fields = body.fields();
        fields.refuseOthersThan(KNOWN);
        var model = fields.text("model", LONGEST_MODEL);
        var given = fields.given(VIDEO);
        if (given == null) {
            throw new GatewayException(new GatewayError.MissingField(VIDEO));
        }
        var idempotency = Idempotency.orRetry(call.idempotencyKey(), call.retries(), ROUTE, body);
        if (given instanceof Given.Members(var members)) {
            var source = source(call, members);
            var clip = source.outputs().getFirst();
            return submission(
                    call,
                    fields,
                    model == null ? source.spec().model() : model,
                    shape(source),
                    new GivenInput(
                            VIDEO, Role.VIDEO, new Source.Clip(clip.key(), clip.contentType())),
                    idempotency);
        }
        if (model == null) {
            throw new GatewayException(new GatewayError.MissingField("model"));
        }
        var input = new ReadInput(body.spool()).read(VIDEO, Role.VIDEO, given);
        return submission(call, fields, model, AskedShape.NOTHING, input, idempotency);
    }

    /// The tenant's own video, whose files are there.
    private Job source(Call call, Fields members) {
        members.refuseOthersThan(Set.of("id"));
        var id = members.text("id");
        if (id == null) {
            throw new GatewayException(new GatewayError.MissingField(VIDEO));
        }
        var source =
                VideoId.parse(id)
                        .flatMap(known -> jobs.find(call.caller().tenant(), known))
                        .orElseThrow(
                                () -> new GatewayException(new GatewayError.NotFound("video")));
        if (source.state() != JobState.COMPLETED) {
            throw new GatewayException(new GatewayError.NotReady(source.state().word()));
        }
        if (source.filesGone()) {
            throw new GatewayException(new GatewayError.FilesGone());
        }
        return source;
    }

    private static AskedShape shape(Job source) {
        var spec = source.spec();
        return new AskedShape(
                spec.seconds(), new FrameSize(spec.width(), spec.height()), null, null);
    }

    private Submission submission(
            Call call,
            Fields fields,
            String model,
            AskedShape shape,
            GivenInput clip,
            Idempotency idempotency) {
        return new Submission(
                call.caller(),
                OpenAiDialect.ID,
                model,
                fields.text("prompt"),
                null,
                shape,
                AskedShape.NOTHING,
                null,
                null,
                null,
                null,
                1,
                List.of(clip),
                null,
                null,
                null,
                null,
                null,
                callbacks.read(call.caller().callbacks(), fields.text("callback_url")),
                call.traceparent(),
                idempotency,
                null);
    }
}
