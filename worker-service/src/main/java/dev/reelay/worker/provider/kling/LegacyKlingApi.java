package dev.reelay.worker.provider.kling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.FindAnswer;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.ApiCall;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.PictureLimits;
import dev.reelay.worker.provider.api.Polls;
import dev.reelay.worker.provider.api.ProviderApi;
import dev.reelay.worker.provider.api.Submits;
import dev.reelay.worker.provider.api.Took;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Kling's legacy standard, which most compatible resellers speak. A task is found only below the
/// path that it was submitted to, so its id here is both: `image2video/867283741759111202`.
final class LegacyKlingApi implements ProviderApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ROOT = "/v1/videos/";
    private static final Map<String, String> MODELS =
            Map.of(
                    "kling-2.5-turbo", "kling-v2-5-turbo",
                    "kling-2.6", "kling-v2-6",
                    "kling-3.0", "kling-v3");

    private final KlingAuth auth;

    LegacyKlingApi(Account account, InstantSource clock) {
        auth = new KlingAuth(account, clock);
    }

    /// Up to 1:2.5.
    @Override
    public Optional<PictureLimits> pictures(SubmitAttempt attempt) {
        return Optional.of(PictureLimits.pngAndJpeg(10).least(300).ratio(2.5));
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        var spec = attempt.spec();
        var body = JSON.objectNode().put("model_name", model(attempt)).put("prompt", spec.prompt());
        if (spec.negativePrompt() != null) {
            body.put("negative_prompt", spec.negativePrompt());
        }
        body.put("mode", mode(spec)).put("duration", String.valueOf(attempt.seconds()));
        if (spec.audio()) {
            body.put("sound", "on");
        }
        if (inputs.isEmpty()) {
            body.put("aspect_ratio", spec.aspectRatio());
        }
        for (var input : inputs) {
            body.put(input.role() == Role.LAST_FRAME ? "image_tail" : "image", input.base64());
        }
        body.put("external_task_id", attempt.id().toString());
        if (attempt.callback() != null) {
            body.put("callback_url", attempt.callback().toString());
        }
        return ApiCall.post(ROOT + kind(spec), body).bearer(auth.bearer());
    }

    private static String model(SubmitAttempt attempt) {
        var model = MODELS.get(attempt.model());
        if (model == null) {
            throw new UnsupportedException("this provider does not make " + attempt.model());
        }
        return model;
    }

    private static String mode(JobSpec spec) {
        return switch (spec.resolution()) {
            case "720p" -> "pro".equals(spec.quality()) ? "pro" : "std";
            case "1080p" -> "pro";
            default -> throw new UnsupportedException("this provider makes 720p and 1080p");
        };
    }

    private static String kind(JobSpec spec) {
        return switch (spec.mode()) {
            case TEXT -> "text2video";
            case IMAGE, FRAMES -> "image2video";
            case REFERENCE, VIDEO, EXTENSION ->
                    throw new UnsupportedException(
                            "this provider makes clips from text or from frames");
        };
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        return Set.of(Hint.QUALITY, Hint.NEGATIVE_PROMPT);
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return Submits.accepted(
                answer.text("/data/task_id")
                        .filter(_ -> KlingCodes.isSuccess(answer))
                        .map(id -> place(attempt, id)),
                () -> KlingCodes.refusal(answer));
    }

    /// Where a task is polled.
    private static String place(SubmitAttempt attempt, String id) {
        return kind(attempt.spec()) + "/" + id;
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        return ApiCall.get(ROOT + task.id()).bearer(auth.bearer());
    }

    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        if (!KlingCodes.isSuccess(answer)) {
            return new NoAnswer(answer.toString());
        }
        var data = answer.body().path("data");
        var word = data.path("task_status").asText();
        return switch (word) {
            case "submitted" -> new Working(0);
            case "processing" -> new Working(-1);
            case "succeed" ->
                    Took.millis(
                            finished(data.path("task_result").path("videos")),
                            data,
                            "created_at",
                            "updated_at");
            case "failed" -> KlingCodes.failed(data.path("task_status_msg").asText());
            default -> Polls.strange(word);
        };
    }

    private static PollAnswer finished(JsonNode videos) {
        for (var video : videos) {
            var url = video.path("url").asText();
            if (!url.isEmpty()) {
                return new Finished(new ProviderFile(url));
            }
        }
        return Polls.done(Optional.empty());
    }

    /// Our own id stands for the upstream's in the path.
    @Override
    public Optional<ApiCall> find(SubmitAttempt attempt) {
        return Optional.of(
                ApiCall.get(ROOT + kind(attempt.spec()) + "/" + attempt.id())
                        .bearer(auth.bearer()));
    }

    @Override
    public FindAnswer found(SubmitAttempt attempt, ApiAnswer answer) {
        return answer.text("/data/task_id")
                .filter(id -> KlingCodes.isSuccess(answer))
                .<FindAnswer>map(id -> new FindAnswer.Found(new ProviderTask(place(attempt, id))))
                .orElseGet(FindAnswer.NotThere::new);
    }
}
