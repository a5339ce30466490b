package dev.reelay.worker.provider.kling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec;
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
import dev.reelay.worker.provider.api.RoledPictures;
import dev.reelay.worker.provider.api.Submits;
import dev.reelay.worker.provider.api.Took;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Kling's new standard: the model stands in the path, tasks are asked for by the upstream's id or
/// by ours.
final class KlingApi implements ProviderApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String TEXT = "/text-to-video/";
    private static final Set<String> RESOLUTIONS = Set.of("720p", "1080p", "4k");

    /// The page names no most; an address of this length is taken anywhere.
    private static final int TOGETHER = 50;

    private static final Duration COSTS = Duration.ofDays(1);

    private final KlingAuth auth;
    private final InstantSource clock;

    KlingApi(Account account, InstantSource clock) {
        account.secret("api_key"); // the new standard takes no other
        auth = new KlingAuth(account, clock);
        this.clock = clock;
    }

    /// Up to 1:2.5.
    @Override
    public Optional<PictureLimits> pictures(SubmitAttempt attempt) {
        return Optional.of(PictureLimits.pngAndJpeg(50).least(300).ratio(2.5));
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        var spec = attempt.spec();
        var body = JSON.objectNode();
        var path = path(attempt);
        if (path.equals(TEXT)) {
            body.put("prompt", spec.prompt());
        } else {
            body.set("contents", contents(spec, inputs));
        }
        body.set("settings", settings(attempt));
        body.set("options", options(attempt));
        return ApiCall.post(path + attempt.model(), body).bearer(auth.bearer());
    }

    /// Omni has one path for all that it makes.
    private static String path(SubmitAttempt attempt) {
        var path =
                switch (attempt.spec().mode()) {
                    case TEXT -> TEXT;
                    case IMAGE, FRAMES -> "/image-to-video/";
                    case REFERENCE, VIDEO, EXTENSION ->
                            throw new UnsupportedException(
                                    "this provider makes clips from text or from frames");
                };
        return attempt.model().endsWith("-omni") ? "/omni-video/" : path;
    }

    private static ArrayNode contents(JobSpec spec, List<InputFile> inputs) {
        var all = JSON.arrayNode();
        all.addObject().put("type", "prompt").put("text", spec.prompt());
        for (var input : inputs) {
            all.addObject()
                    .put("type", RoledPictures.role(input.role()))
                    .put("url", input.base64());
        }
        return all;
    }

    private static ObjectNode settings(SubmitAttempt attempt) {
        var spec = attempt.spec();
        var settings =
                JSON.objectNode()
                        .put("resolution", resolution(attempt))
                        .put("duration", attempt.seconds());
        if (spec.inputs().isEmpty()) { // otherwise it follows from the first frame
            settings.put("aspect_ratio", spec.aspectRatio());
        }
        if (spec.audio()) {
            settings.put("audio", "native");
        }
        if (attempt.model().startsWith("kling-3.0")) {
            settings.put("multi_shot", false); // true unless told otherwise
        }
        return settings;
    }

    private static String resolution(SubmitAttempt attempt) {
        var asked = attempt.spec().resolution();
        if (!RESOLUTIONS.contains(asked)) {
            throw new UnsupportedException("this provider makes 720p, 1080p and 4k");
        }
        return asked.equals("720p") && needsPro(attempt) ? "1080p" : asked;
    }

    /// What the legacy standard calls `pro` is 1080p here; 2.6 has sound, and the older models a
    /// last frame, in nothing less.
    private static boolean needsPro(SubmitAttempt attempt) {
        var spec = attempt.spec();
        var old = attempt.model().startsWith("kling-2");
        return "pro".equals(spec.quality()) || old && (spec.audio() || spec.mode() == Mode.FRAMES);
    }

    private static ObjectNode options(SubmitAttempt attempt) {
        var options = JSON.objectNode().put("external_task_id", attempt.id().toString());
        if (attempt.callback() != null) {
            options.put("callback_url", attempt.callback().toString());
        }
        return options;
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        return Set.of(Hint.QUALITY);
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return Submits.accepted(
                answer.text("/data/id").filter(_ -> KlingCodes.isSuccess(answer)),
                () -> KlingCodes.refusal(answer));
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        return poll(List.of(task));
    }

    @Override
    public int pollsTogether() {
        return TOGETHER;
    }

    @Override
    public ApiCall poll(List<ProviderTask> tasks) {
        var ids = tasks.stream().map(ProviderTask::id).collect(Collectors.joining(","));
        return ApiCall.get("/tasks?task_ids=" + ids).bearer(auth.bearer());
    }

    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        if (!KlingCodes.isSuccess(answer)) {
            return new NoAnswer(answer.toString());
        }
        for (var item : answer.body().path("data")) {
            if (item.path("id").asText().equals(task.id())) {
                return polled(item);
            }
        }
        return new NoAnswer("the task is not in the answer");
    }

    private static PollAnswer polled(JsonNode item) {
        var word = item.path("status").asText();
        return switch (word) {
            case "submitted" -> new Working(0);
            case "processing" -> new Working(-1);
            case "succeeded" ->
                    Took.millis(finished(item.path("outputs")), item, "create_time", "update_time");
            case "failed" -> KlingCodes.failed(item.path("message").asText());
            default -> Polls.strange(word);
        };
    }

    private static PollAnswer finished(JsonNode outputs) {
        for (var output : outputs) {
            var url = output.path("url").asText();
            if (output.path("type").asText().equals("video") && !url.isEmpty()) {
                return new Finished(new ProviderFile(url));
            }
        }
        return Polls.done(Optional.empty());
    }

    @Override
    public Optional<ApiCall> find(SubmitAttempt attempt) {
        return Optional.of(
                ApiCall.get("/tasks?external_task_ids=" + attempt.id()).bearer(auth.bearer()));
    }

    @Override
    public FindAnswer found(SubmitAttempt attempt, ApiAnswer answer) {
        if (!KlingCodes.isSuccess(answer)) {
            return new FindAnswer.NoAnswer(answer.toString());
        }
        for (var item : answer.body().path("data")) {
            if (item.path("external_id").asText().equals(attempt.id().toString())) {
                return new FindAnswer.Found(new ProviderTask(item.path("id").asText()));
            }
        }
        return new FindAnswer.NotThere();
    }

    @Override
    public Optional<ApiCall> check() {
        var now = clock.instant();
        return Optional.of(
                ApiCall.get(
                                "/account/costs?start_time=%d&end_time=%d"
                                        .formatted(
                                                now.minus(COSTS).toEpochMilli(),
                                                now.toEpochMilli()))
                        .bearer(auth.bearer()));
    }
}
