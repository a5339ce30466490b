package dev.reelay.api.dialect.openai;

import dev.reelay.api.dialect.Call;
import dev.reelay.api.job.Ancestry;
import dev.reelay.api.job.Job;
import dev.reelay.api.submission.AskedShape;
import dev.reelay.api.submission.GivenInput;
import dev.reelay.api.submission.GivenInput.Source;
import dev.reelay.api.submission.Idempotency;
import dev.reelay.api.submission.Submission;
import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.event.JobSpec.Role;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A video that is made from a clip and a prompt.
///
/// @param model as the client knows it
/// @param audio null where the model decides; so with all that follows
record MadeFrom(
        String model,
        GivenInput clip,
        AskedShape shape,
        @Nullable Boolean audio,
        @Nullable Integer fps,
        @Nullable Long seed,
        @Nullable String quality) {

    /// From a clip that comes along.
    static MadeFrom clip(String model, GivenInput clip) {
        return new MadeFrom(model, clip, AskedShape.NOTHING, null, null, null, null);
    }

    /// From the first clip of a video of ours, like it in everything but its length.
    ///
    /// @param field names the video in errors
    /// @param role what the clip is for; where that is a picture, the worker takes it from the clip
    static MadeFrom video(Job source, String field, Role role, Ancestry ancestry, int seconds) {
        var spec = source.spec();
        return new MadeFrom(
                model(source),
                clip(source, field, role, ancestry),
                shape(source, seconds),
                spec.audio(),
                spec.fps(),
                spec.seed(),
                spec.quality());
    }

    /// The same with a model of the client's choice, of which only the picture is asked.
    static MadeFrom video(Job source, String field, Role role, String model) {
        return new MadeFrom(
                model,
                clip(source, field, role, Ancestry.NONE),
                shape(source, source.seconds()),
                null,
                null,
                null,
                null);
    }

    /// The id that its client sent, if that is one of this dialect.
    static String model(Job source) {
        return source.dialect().equals(OpenAiDialect.ID) ? source.model() : source.spec().model();
    }

    private static GivenInput clip(Job source, String field, Role role, Ancestry ancestry) {
        var first = source.outputs().getFirst();
        return new GivenInput(
                field, role, new Source.Clip(first.key(), first.contentType(), ancestry));
    }

    private static AskedShape shape(Job source, int seconds) {
        var spec = source.spec();
        return new AskedShape(seconds, new FrameSize(spec.width(), spec.height()), null, null);
    }

    Submission submission(
            Call call,
            @Nullable String prompt,
            @Nullable URI callback,
            @Nullable Idempotency idempotency) {
        return new Submission(
                call.caller(),
                OpenAiDialect.ID,
                model,
                prompt,
                null,
                shape,
                AskedShape.NOTHING,
                audio,
                fps,
                seed,
                quality,
                1,
                List.of(clip),
                null,
                null,
                null,
                null,
                null,
                callback,
                call.traceparent(),
                idempotency,
                null);
    }
}
