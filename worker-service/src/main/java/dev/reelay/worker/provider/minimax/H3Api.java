package dev.reelay.worker.provider.minimax;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.ApiCall;
import dev.reelay.worker.provider.api.Fault;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.Polls;
import dev.reelay.worker.provider.api.ProviderApi;
import dev.reelay.worker.provider.api.Refusals;
import dev.reelay.worker.provider.api.RoledPictures;
import dev.reelay.worker.provider.api.Submits;
import dev.reelay.worker.provider.api.Took;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// MiniMax's second API: real statuses, and the first one's codes in brackets at the end of what it
/// says.
final class H3Api implements ProviderApi {
    /// Begins the ids of tasks here, as we keep them.
    static final String MARK = "v2:";

    private static final Pattern CODE = Pattern.compile("\\((\\d{4})\\)\\s*$");
    private static final Map<String, String> RESOLUTIONS =
            Map.of("480p", "480P", "768p", "768P", "2k", "2K", "1440p", "2K");
    private static final Map<String, Fault> TYPES =
            Map.of(
                    "rate_limit_error", Fault.BUSY,
                    "overloaded_error", Fault.BUSY,
                    "bad_request_error", Fault.INPUT,
                    "authorized_error", Fault.ACCOUNT,
                    "insufficient_balance_error", Fault.ACCOUNT,
                    "server_error", Fault.UPSTREAM);

    private static final int MOST_INPUTS = 9;

    private final String key;

    H3Api(String key) {
        this.key = key;
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        var spec = attempt.spec();
        var resolution = RESOLUTIONS.get(spec.resolution().toLowerCase(Locale.ROOT));
        if (resolution == null) {
            throw new UnsupportedException("this provider makes 480p, 768p and 2K");
        }
        if (spec.mode() == Mode.EXTENSION || spec.inputs().size() > MOST_INPUTS) {
            throw new UnsupportedException(
                    "this provider makes clips from text, frames, up to 9 references or a clip");
        }
        var body = JsonNodeFactory.instance.objectNode().put("model", attempt.model());
        body.set("content", RoledPictures.content(spec.prompt(), inputs));
        body.put("resolution", resolution)
                .put("duration", attempt.seconds())
                .put("ratio", spec.aspectRatio());
        if (attempt.callback() != null) {
            body.put("callback_url", attempt.callback().toString());
        }
        return ApiCall.post("/v2/video_generation", body).bearer(key);
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        return Set.of();
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return Submits.accepted(
                answer.text("/task_id").filter(_ -> answer.isSuccess()).map(id -> MARK + id),
                () -> refusal(answer));
    }

    private static SubmitAnswer refusal(ApiAnswer answer) {
        return fault(answer)
                .map(fault -> fault.refusal(answer))
                .orElseGet(() -> Refusals.byStatus(answer));
    }

    private static Optional<Fault> fault(ApiAnswer answer) {
        var code = CODE.matcher(answer.text("/error/message").orElse(""));
        var type = answer.text("/error/type").orElse("");
        return code.find()
                ? HailuoApi.FAULTS.find(code.group(1))
                : Optional.ofNullable(TYPES.get(type));
    }

    private static String id(ProviderTask task) {
        return task.id().substring(MARK.length());
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        return ApiCall.get("/v2/query/video_generation/" + id(task)).bearer(key);
    }

    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        if (!answer.isSuccess()) {
            return new NoAnswer(answer.toString());
        }
        var word = answer.text("/task/status").orElse("").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "queued" -> new Working(0);
            case "running" -> new Working(-1);
            case "succeeded", "success" ->
                    Took.seconds(
                            Polls.done(answer.text("/task/content/url")),
                            answer.body().path("task"),
                            "created_at",
                            "updated_at");
            case "failed", "fail" ->
                    HailuoApi.FAULTS.verdict(
                            answer.text("/task/error/code").orElse(""),
                            answer.text("/task/error/message").orElse(""));
            case "expired" -> Fault.UPSTREAM.verdict("the provider did not make it in time");
            case "cancelled", "canceled" -> Refusals.cancelled();
            default -> Polls.strange(word);
        };
    }
}
