package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Body;
import dev.reelay.api.body.Fields;
import dev.reelay.api.body.Given;
import dev.reelay.api.callback.ReadCallback;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Ancestry;
import dev.reelay.api.job.Job;
import dev.reelay.api.submission.Idempotency;
import dev.reelay.api.submission.Submission;
import dev.reelay.common.event.JobSpec.Role;
import jakarta.inject.Singleton;
import java.util.Set;

/// The body of `POST /v1/videos/extensions`: a video of the tenant's own, how it goes on, and for
/// how many seconds. What is delivered is the old clip and the new one in one file; the new seconds
/// are charged. Which models can is the catalogue's.
@Singleton
final class OpenAiExtension {
    private static final String ROUTE = "POST /v1/videos/extensions";
    private static final String SECONDS = "seconds";
    private static final int MOST_EXTENSIONS = 6;
    private static final int LONGEST = 120; // seconds, of what is delivered
    private static final Set<String> KNOWN =
            Set.of("prompt", SECONDS, OwnVideo.FIELD, "callback_url");

    private final OwnVideo videos;
    private final ReadCallback callbacks;

    OpenAiExtension(OwnVideo videos, ReadCallback callbacks) {
        this.videos = videos;
        this.callbacks = callbacks;
    }

    /// Throws {@link GatewayException} for what is no extension.
    Submission submission(Call call, Body body) {
        var fields = body.fields();
        fields.refuseOthersThan(KNOWN);
        var source = source(call, fields);
        var seconds = seconds(fields, source);
        var before = source.ancestry().extensions();
        if (before >= MOST_EXTENSIONS) {
            throw invalid(
                    OwnVideo.FIELD,
                    "has been extended %d times; that is as often as is possible"
                            .formatted(before));
        }
        return MadeFrom.video(
                        source,
                        OwnVideo.FIELD,
                        Role.VIDEO,
                        new Ancestry(null, source.seconds(), before + 1),
                        seconds)
                .submission(
                        call,
                        fields.text("prompt"),
                        callbacks.read(call.caller().callbacks(), fields.text("callback_url")),
                        Idempotency.orRetry(call.idempotencyKey(), call.retries(), ROUTE, body));
    }

    private Job source(Call call, Fields fields) {
        return switch (fields.given(OwnVideo.FIELD)) {
            case null -> throw new GatewayException(new GatewayError.MissingField(OwnVideo.FIELD));
            case Given.Members(var members) -> videos.named(call, members);
            case Given.Text _, Given.LongText _, Given.FilePart _ ->
                    throw invalid(
                            OwnVideo.FIELD,
                            "must name a video of yours, as {\"id\": \"video_…\"}; clips from"
                                    + " elsewhere cannot be extended");
        };
    }

    private static int seconds(Fields fields, Job source) {
        var seconds = fields.countOrText(SECONDS);
        if (seconds == null) {
            throw new GatewayException(new GatewayError.MissingField(SECONDS));
        }
        if (seconds > LONGEST - source.seconds()) {
            throw invalid(
                    SECONDS,
                    "'%d' is too long after the %d seconds that there are; together at most %d are"
                                    .formatted(seconds, source.seconds(), LONGEST)
                            + " possible");
        }
        return seconds;
    }
}
