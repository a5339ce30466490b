package dev.reelay.worker.provider.bytedance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.FindAnswer;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.ApiCall;
import dev.reelay.worker.provider.api.Fault;
import dev.reelay.worker.provider.api.FaultCodes;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.PictureLimits;
import dev.reelay.worker.provider.api.Polls;
import dev.reelay.worker.provider.api.ProviderApi;
import dev.reelay.worker.provider.api.Refusals;
import dev.reelay.worker.provider.api.RoledPictures;
import dev.reelay.worker.provider.api.Submits;
import dev.reelay.worker.provider.api.Took;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The generation tasks of Ark. A submit cannot be repeated; a task is found in the list by the
/// identifier that we give it.
final class SeedanceApi implements ProviderApi {
    /// Setting: `volcengine` (as the catalogue names the models) or `byteplus`.
    static final String PLATFORM = "platform";

    private static final String TASKS = "/contents/generations/tasks";

    /// A page of the list may hold 500; an address of this length is taken anywhere.
    private static final int TOGETHER = 50;

    private static final int MOST_REFERENCES = 9;
    private static final long SHORTEST_LIFE = Duration.ofHours(1).toSeconds();
    private static final long LONGEST_LIFE = Duration.ofHours(72).toSeconds();
    private static final Set<String> RESOLUTIONS = Set.of("480p", "720p", "1080p", "4k");

    /// Old switches at the end of a prompt, which would change what is billed.
    private static final Pattern SWITCH = Pattern.compile("--(?=[A-Za-z])");

    private static final FaultCodes FAULTS =
            new FaultCodes()
                    .with(Fault.BUSY, "RateLimitExceeded", "ModelAccountRpmRateLimitExceeded")
                    .with(Fault.BUSY, "ModelAccountTpmRateLimitExceeded", "QuotaExceeded")
                    .with(Fault.BUSY, "ModelAccountIpmRateLimitExceeded", "ServerOverloaded")
                    .with(Fault.BUSY, "APIAccountRpmRateLimitExceeded", "RequestBurstTooFast")
                    .with(Fault.BUSY, "AccountRateLimitExceeded", "InflightBatchsizeExceeded")
                    .with(Fault.BUSY, "ModelLoadingError", "ContentSecurityDetectionError")
                    .with(Fault.BUSY, "InvalidEndpoint.ClosedEndpoint")
                    .with(Fault.UPSTREAM, "InternalServiceError")
                    .with(Fault.INPUT, "MissingParameter", "InvalidParameter", "InvalidImageURL")
                    .with(Fault.CONTENT, "SensitiveContentDetected")
                    .with(Fault.CONTENT, "InputTextSensitiveContentDetected")
                    .with(Fault.CONTENT, "InputImageSensitiveContentDetected")
                    .with(Fault.CONTENT, "InputVideoSensitiveContentDetected")
                    .with(Fault.CONTENT, "InputAudioSensitiveContentDetected")
                    .with(Fault.CONTENT, "OutputTextSensitiveContentDetected")
                    .with(Fault.CONTENT, "OutputImageSensitiveContentDetected")
                    .with(Fault.CONTENT, "OutputVideoSensitiveContentDetected")
                    .with(Fault.CONTENT, "OutputAudioSensitiveContentDetected")
                    .with(Fault.CONTENT, "InputTextRiskDetection", "InputImageRiskDetection")
                    .with(Fault.CONTENT, "OutputTextRiskDetection", "OutputImageRiskDetection")
                    .with(Fault.ACCOUNT, "AuthenticationError", "InvalidAccountStatus")
                    .with(Fault.ACCOUNT, "AccountOverdueError", "AccessDenied", "OperationDenied")
                    .with(Fault.ACCOUNT, "InvalidSubscription", "ModelNotOpen", "InvalidEndpoint")
                    .with(Fault.ACCOUNT, "InvalidEndpointOrModel", "SetLimitExceeded")
                    .with(Fault.ACCOUNT, "AccountSetLimitExceeded");

    private final String key;
    private final boolean bytePlus;

    SeedanceApi(Account account) {
        key = account.secret("api_key");
        bytePlus =
                switch (account.setting(PLATFORM).orElse("volcengine")) {
                    case "volcengine" -> false;
                    case "byteplus" -> true;
                    default ->
                            throw new InvalidAccountException(
                                    "settings." + PLATFORM,
                                    "platform must be 'volcengine' or 'byteplus'");
                };
    }

    /// Only what succeeded is billed.
    @Override
    public boolean failuresAreFree() {
        return true;
    }

    /// Each side, and all of them together in a body of 64 MB.
    @Override
    public Optional<PictureLimits> pictures(SubmitAttempt attempt) {
        return Optional.of(
                PictureLimits.withWebp(
                                Math.min(30, 47.0 / Math.max(1, attempt.spec().inputs().size())))
                        .sides(300, 6000)
                        .ratio(2.5));
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        var spec = attempt.spec();
        if (!RESOLUTIONS.contains(spec.resolution())) {
            throw new UnsupportedException("this provider makes 480p, 720p, 1080p and 4k");
        }
        checkMode(attempt);
        var body = JsonNodeFactory.instance.objectNode().put("model", model(attempt.model()));
        var text = SWITCH.matcher(spec.prompt()).replaceAll("—");
        body.set("content", RoledPictures.content(text, inputs));
        body.put("resolution", spec.resolution())
                .put("ratio", spec.aspectRatio())
                .put("duration", attempt.seconds())
                .put("watermark", false)
                .put("execution_expires_after", life(spec))
                .put("safety_identifier", attempt.id().toString());
        if (spec.seed() != null) {
            body.put("seed", spec.seed());
        }
        if (hasSound(attempt.model())) {
            body.put("generate_audio", spec.audio()); // true unless told otherwise
        }
        if (attempt.callback() != null) {
            body.put("callback_url", attempt.callback().toString());
        }
        return ApiCall.post(TASKS, body).bearer(key);
    }

    /// References and clips are for the second generation.
    private static void checkMode(SubmitAttempt attempt) {
        var spec = attempt.spec();
        var isTaken =
                switch (spec.mode()) {
                    case TEXT, IMAGE -> true;
                    case FRAMES -> !attempt.model().contains("-pro-fast");
                    case REFERENCE -> isSecond(attempt) && spec.inputs().size() <= MOST_REFERENCES;
                    case VIDEO -> isSecond(attempt);
                    case EXTENSION -> false;
                };
        if (!isTaken) {
            throw new UnsupportedException(
                    "this provider makes clips from text or frames, with Seedance 2 also from up to"
                            + " 9 references or a clip");
        }
    }

    private static boolean isSecond(SubmitAttempt attempt) {
        return attempt.model().contains("seedance-2");
    }

    /// The catalogue's names are those of Volcengine.
    private String model(String name) {
        if (!bytePlus) {
            return name;
        }
        return name.startsWith("doubao-seedance-1-")
                ? name.replaceFirst("doubao-", "")
                : name.replaceFirst("doubao-", "dreamina-");
    }

    private static boolean hasSound(String model) {
        return !model.contains("seedance-1-0");
    }

    private static long life(JobSpec spec) {
        var left = Duration.between(spec.createdAt(), spec.deadline()).toSeconds();
        return Math.clamp(left, SHORTEST_LIFE, LONGEST_LIFE);
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        return Set.of(Hint.SEED);
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return Submits.accepted(
                answer.text("/id").filter(_ -> answer.isSuccess()),
                () -> FAULTS.refusal(code(answer), answer));
    }

    private static String code(ApiAnswer answer) {
        return answer.text("/error/code").orElse("");
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        return ApiCall.get(TASKS + "/" + task.id()).bearer(key);
    }

    @Override
    public int pollsTogether() {
        return TOGETHER;
    }

    @Override
    public ApiCall poll(List<ProviderTask> tasks) {
        var ids =
                tasks.stream()
                        .map(task -> "&filter.task_ids=" + task.id())
                        .collect(Collectors.joining());
        return ApiCall.get(TASKS + "?page_num=1&page_size=" + TOGETHER + ids).bearer(key);
    }

    @Override
    public PollAnswer polledAmong(ProviderTask task, ApiAnswer answer) {
        for (var item : answer.body().path("items")) {
            if (item.path("id").asText().equals(task.id())) {
                return polled(task, new ApiAnswer(answer.status(), answer.headers(), item));
            }
        }
        return new NoAnswer("the task is not in the answer");
    }

    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        if (!answer.isSuccess()) {
            return new NoAnswer(answer.toString());
        }
        var word = answer.text("/status").orElse("");
        return switch (word) {
            case "queued" -> new Working(0);
            case "running" -> new Working(-1);
            case "succeeded" ->
                    Took.seconds(
                            Polls.done(answer.text("/content/video_url")),
                            answer.body(),
                            "created_at",
                            "updated_at");
            case "failed" -> FAULTS.verdict(code(answer), answer.text("/error/message").orElse(""));
            case "expired" -> Fault.UPSTREAM.verdict("the provider did not make it in time");
            case "cancelled", "canceled" -> Refusals.cancelled();
            default -> Polls.strange(word);
        };
    }

    @Override
    public Optional<ApiCall> find(SubmitAttempt attempt) {
        return Optional.of(ApiCall.get(TASKS + "?page_num=1&page_size=100").bearer(key));
    }

    @Override
    public FindAnswer found(SubmitAttempt attempt, ApiAnswer answer) {
        if (!answer.isSuccess()) {
            return new FindAnswer.NoAnswer(answer.toString());
        }
        for (var item : answer.body().path("items")) {
            if (item.path("safety_identifier").asText().equals(attempt.id().toString())) {
                return new FindAnswer.Found(new ProviderTask(item.path("id").asText()));
            }
        }
        return new FindAnswer.NotThere();
    }

    @Override
    public Optional<ApiCall> check() {
        return Optional.of(ApiCall.get(TASKS + "?page_num=1&page_size=1").bearer(key));
    }
}
