package dev.reelay.api.dialect.openai;

import dev.reelay.api.body.Body;
import dev.reelay.api.callback.ReadCallback;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Ancestry;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.VideoId;
import dev.reelay.api.submission.Idempotency;
import dev.reelay.api.submission.Submission;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec.Role;
import jakarta.inject.Singleton;
import java.util.Set;

/// The body of `POST /v1/videos/{id}/remix`: a new prompt for a video of the tenant's own. The new
/// one has its model, length, size and sound. It is made from the clip where the model takes clips,
/// from the clip's first frame where it takes one of those, and else it is refused.
@Singleton
final class OpenAiRemix {
    private static final String SOURCE = "video_id";
    private static final Set<String> KNOWN = Set.of("prompt", "callback_url");

    private final OwnVideo videos;
    private final ReadCallback callbacks;
    private final Catalogue catalogue;

    OpenAiRemix(OwnVideo videos, ReadCallback callbacks, Catalogue catalogue) {
        this.videos = videos;
        this.callbacks = callbacks;
        this.catalogue = catalogue;
    }

    /// Throws {@link GatewayException} for what is no remix.
    Submission submission(Call call, Body body, String id) {
        var source = videos.find(call, id);
        var fields = body.fields();
        fields.refuseOthersThan(KNOWN);
        return MadeFrom.video(
                        source,
                        SOURCE,
                        role(source),
                        new Ancestry(source.id(), 0, 0),
                        source.seconds())
                .submission(
                        call,
                        fields.text("prompt"),
                        callbacks.read(call.caller().callbacks(), fields.text("callback_url")),
                        Idempotency.orRetry(
                                call.idempotencyKey(), call.retries(), route(source), body));
    }

    /// An idempotency key stands for one request about one source.
    private static String route(Job source) {
        return "POST /v1/videos/%s/remix".formatted(VideoId.text(source.id()));
    }

    private Role role(Job source) {
        var takesPicturesOnly =
                catalogue
                        .model(source.spec().model())
                        .map(model -> model.modes())
                        .filter(modes -> modes.contains(Mode.IMAGE) && !modes.contains(Mode.VIDEO))
                        .isPresent();
        return takesPicturesOnly ? Role.FIRST_FRAME : Role.VIDEO;
    }
}
