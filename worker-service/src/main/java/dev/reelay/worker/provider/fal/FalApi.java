package dev.reelay.worker.provider.fal;

import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.ApiCall;
import dev.reelay.worker.provider.api.CallbackProof;
import dev.reelay.worker.provider.api.Fault;
import dev.reelay.worker.provider.api.FaultCodes;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.Polls;
import dev.reelay.worker.provider.api.ProviderApi;
import dev.reelay.worker.provider.api.Refusals;
import dev.reelay.worker.provider.api.Submits;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// fal's queue. A request is judged when it runs, so that a wrong one is taken and ends as an
/// error; a request that is over has still to be asked what came of it. A task's id here is the
/// path of its request: `fal-ai/kling-video/requests/764cabcf-…`.
final class FalApi implements ProviderApi {
    private static final Pattern REQUEST = Pattern.compile("[\\w.-]+/[\\w.-]+/requests/[\\w-]+$");
    private static final Pattern ID = Pattern.compile("[\\w-]+");

    /// Files live as long as the account says unless told otherwise: a day.
    private static final String LIFE = "{\"expiration_duration_seconds\":86400}";

    private static final FaultCodes FAULTS =
            new FaultCodes()
                    .with(Fault.BUSY, "concurrent_requests_limit", "rate_limited")
                    .with(Fault.UPSTREAM, "request_timeout", "startup_timeout")
                    .with(Fault.UPSTREAM, "runner_scheduling_failure", "runner_disconnected")
                    .with(Fault.UPSTREAM, "runner_connection_timeout", "runner_connection_refused")
                    .with(Fault.UPSTREAM, "runner_connection_error", "runner_incomplete_response")
                    .with(Fault.UPSTREAM, "runner_server_error", "internal_error")
                    .with(Fault.UPSTREAM, "internal_server_error", "generation_timeout")
                    .with(Fault.UPSTREAM, "downstream_service_error")
                    .with(Fault.UPSTREAM, "downstream_service_unavailable")
                    .with(Fault.INPUT, "bad_request", "missing", "one_of", "multiple_of")
                    .with(Fault.INPUT, "image_too_small", "image_too_large", "image_load_error")
                    .with(Fault.INPUT, "file_download_error", "file_too_large")
                    .with(Fault.INPUT, "face_detection_error", "feature_not_supported")
                    .with(Fault.INPUT, "greater_than", "greater_than_equal")
                    .with(Fault.INPUT, "less_than", "less_than_equal")
                    .with(Fault.INPUT, "sequence_too_short", "sequence_too_long")
                    .with(Fault.INPUT, "unsupported_image_format", "unsupported_video_format")
                    .with(Fault.INPUT, "unsupported_audio_format")
                    .with(Fault.INPUT, "video_duration_too_long", "video_duration_too_short")
                    .with(Fault.INPUT, "audio_duration_too_long", "audio_duration_too_short")
                    .with(Fault.CONTENT, "content_policy_violation", "no_media_generated");

    private final String key;
    private final FalCallbacks callbacks;

    FalApi(Account account) {
        key = account.secret("api_key");
        callbacks = new FalCallbacks(account);
    }

    @Override
    public Optional<CallbackProof> callbacks() {
        return Optional.of(callbacks);
    }

    /// The scheme is `Key`, not `Bearer`.
    private ApiCall authorized(ApiCall call) {
        return call.with("Authorization", "Key " + key);
    }

    /// Failures of its own are not billed.
    @Override
    public boolean failuresAreFree() {
        return true;
    }

    /// One submit is one run: neither the queue nor a fallback repeats it.
    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        var ordered = FalBody.of(attempt, inputs);
        var at = "/" + ordered.endpoint() + webhook(attempt.callback());
        return authorized(ApiCall.post(at, ordered.body()))
                .with("X-Fal-No-Retry", "1")
                .with("x-app-fal-disable-fallback", "true")
                .with("X-Fal-Object-Lifecycle-Preference", LIFE);
    }

    @Override
    public boolean tellsLater(SubmitAttempt attempt) {
        return isCalledBack(attempt.callback());
    }

    private static boolean isCalledBack(@Nullable URI callback) {
        return callback != null && "https".equals(callback.getScheme());
    }

    private static String webhook(@Nullable URI callback) {
        return callback == null || !isCalledBack(callback)
                ? ""
                : "?fal_webhook=" + URLEncoder.encode(callback.toString(), StandardCharsets.UTF_8);
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        return FalBody.takes(attempt);
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return Submits.accepted(
                request(attempt, answer).filter(_ -> answer.isSuccess()),
                () -> FAULTS.refusal(type(answer), answer));
    }

    /// As the answer's own links have it. Only their path counts: the key goes to the account's
    /// base and nowhere else.
    private static Optional<String> request(SubmitAttempt attempt, ApiAnswer answer) {
        var link = REQUEST.matcher(answer.text("/response_url").orElse(""));
        return link.find()
                ? Optional.of(link.group())
                : answer.text("/request_id").flatMap(id -> task(attempt, id));
    }

    /// The task of an id of a request; empty where it is none.
    static Optional<String> task(SubmitAttempt attempt, String id) {
        return ID.matcher(id).matches()
                ? Optional.of(app(attempt.model()) + "/requests/" + id)
                : Optional.empty();
    }

    /// However long an endpoint's name is, its requests are found below the first two parts.
    private static String app(String endpoint) {
        var parts = endpoint.split("/");
        return parts[0] + "/" + parts[1];
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        return authorized(ApiCall.get("/" + task.id() + "/status"));
    }

    /// `COMPLETED` says that it is over, not that it went well. A request that has gone is ended by
    /// the job's deadline.
    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        if (!answer.isSuccess()) {
            return new NoAnswer(answer.toString());
        }
        var word = answer.text("/status").orElse("");
        return switch (word) {
            case "IN_QUEUE" -> new Working(0);
            case "IN_PROGRESS" -> new Working(-1);
            case "COMPLETED" -> failed(answer);
            default -> Polls.strange(word);
        };
    }

    @Override
    public Optional<ApiCall> result(ProviderTask task, ApiAnswer polled) {
        return polled.text("/status").filter("COMPLETED"::equals).isPresent() && !isLost(polled)
                ? Optional.of(authorized(ApiCall.get("/" + task.id())))
                : Optional.empty();
    }

    /// Whether a state tells of an end of which there is no result.
    private static boolean isLost(ApiAnswer polled) {
        var type = type(polled);
        return isCancelled(type)
                || FAULTS.find(type).filter(fault -> fault == Fault.UPSTREAM).isPresent();
    }

    private static boolean isCancelled(String type) {
        return type.equals("client_cancelled") || type.equals("client_disconnected");
    }

    @Override
    public PollAnswer resulted(ProviderTask task, ApiAnswer answer) {
        if (answer.isSuccess()) {
            return Polls.done(answer.text("/video/url"));
        }
        return type(answer).isEmpty() && answer.status() != 422
                ? new NoAnswer(answer.toString()) // it is still in progress, or has gone
                : failed(answer);
    }

    private static PollAnswer failed(ApiAnswer answer) {
        var type = type(answer);
        if (isCancelled(type)) {
            return Refusals.cancelled();
        }
        var words = words(answer);
        return FAULTS.find(type).isEmpty() && answer.status() == 422
                ? Fault.INPUT.verdict(words)
                : FAULTS.verdict(type, words);
    }

    /// A model's own error names it; one without that came from what stands in front of it.
    @Override
    public boolean saysNothing(ApiAnswer answer) {
        var isOfModel = answer.status() >= 500 && answer.text("/detail/0/type").isPresent();
        return !isOfModel && ProviderApi.super.saysNothing(answer);
    }

    private static String type(ApiAnswer answer) {
        return answer.text("/error_type")
                .or(() -> answer.text("/detail/0/type"))
                .or(() -> Optional.ofNullable(answer.headers().get("x-fal-error-type")))
                .orElse("");
    }

    private static String words(ApiAnswer answer) {
        return answer.text("/detail/0/msg")
                .or(() -> answer.text("/detail"))
                .or(() -> answer.text("/error"))
                .orElse("");
    }

    @Override
    public Optional<ApiCall> cancel(ProviderTask task) {
        var call = new ApiCall("PUT", "/" + task.id() + "/cancel", Map.of(), new byte[0]);
        return Optional.of(authorized(call));
    }
}
