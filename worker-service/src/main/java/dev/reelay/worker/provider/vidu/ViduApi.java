package dev.reelay.worker.provider.vidu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec;
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
import dev.reelay.worker.provider.api.Fault;
import dev.reelay.worker.provider.api.FaultCodes;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.PictureLimits;
import dev.reelay.worker.provider.api.Polls;
import dev.reelay.worker.provider.api.ProviderApi;
import dev.reelay.worker.provider.api.Refusals;
import dev.reelay.worker.provider.api.Submits;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Vidu's enterprise API: one path for each mode. Errors have a word, `reason`, which decides; a
/// failed task has the same words.
final class ViduApi implements ProviderApi {
    private static final String ROOT = "/ent/v2/";
    private static final int MOST_PICTURES = 7;
    private static final Set<String> RESOLUTIONS = Set.of("360p", "540p", "720p", "1080p");

    private static final FaultCodes FAULTS =
            new FaultCodes()
                    .with(Fault.BUSY, "TooManyRequests", "SystemThrottling", "QuotaExceeded")
                    .with(Fault.BUSY, "OperationInProcess")
                    .with(Fault.UPSTREAM, "InternalServiceFailure", "Conflict")
                    .with(Fault.INPUT, "BadRequest", "FieldLacking", "FieldUnwanted")
                    .with(Fault.INPUT, "FieldItemCountOutOfRange", "FieldInvalid")
                    .with(Fault.INPUT, "ImageDownloadFailure", "ImageFormatInvalid")
                    .with(Fault.INPUT, "ImageCheckBodyJointsFailed", "ImageCheckFaceFailed")
                    .with(Fault.INPUT, "ImageObjectsUndetected", "PageSizeOutOfRange")
                    .with(Fault.CONTENT, "TaskPromptPolicyViolation", "AuditSubmitIllegal")
                    .with(Fault.CONTENT, "CreationPolicyViolation")
                    .with(Fault.ACCOUNT, "CreditInsufficient", "ModelUnavailable")
                    .with(Fault.ACCOUNT, "Unauthorized", "Forbidden");

    private final String key;

    ViduApi(Account account) {
        key = account.secret("api_key");
    }

    /// The scheme is `Token`, not `Bearer`.
    private ApiCall authorized(ApiCall call) {
        return call.with("Authorization", "Token " + key);
    }

    /// Credits are returned on failure.
    @Override
    public boolean failuresAreFree() {
        return true;
    }

    /// A body has up to 20 MB, of which base64 takes a third; references have at least 128 pixels.
    @Override
    public Optional<PictureLimits> pictures(SubmitAttempt attempt) {
        return Optional.of(
                PictureLimits.withWebp(14.0 / Math.max(1, attempt.spec().inputs().size()))
                        .least(attempt.spec().mode() == Mode.REFERENCE ? 128 : 1)
                        .ratio(4));
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        var spec = attempt.spec();
        if (!RESOLUTIONS.contains(spec.resolution())) {
            throw new UnsupportedException("this provider makes 360p, 540p, 720p and 1080p");
        }
        if (inputs.size() > MOST_PICTURES) {
            throw new UnsupportedException("this provider makes clips of up to 7 references");
        }
        var body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("model", model(attempt))
                        .put("prompt", spec.prompt())
                        .put("duration", attempt.seconds())
                        .put("resolution", spec.resolution())
                        .put("payload", attempt.id().toString());
        if (!inputs.isEmpty()) {
            var images = body.putArray("images");
            inputs.forEach(input -> images.add(input.dataUrl()));
        }
        if (shapes(spec)) {
            body.put("aspect_ratio", spec.aspectRatio());
        }
        if (attempt.model().startsWith("viduq3")) {
            body.put("audio", spec.audio()); // true unless told otherwise
        }
        if (spec.seed() != null) {
            body.put("seed", spec.seed());
        }
        if (attempt.callback() != null) {
            body.put("callback_url", attempt.callback().toString());
        }
        return authorized(ApiCall.post(ROOT + operation(spec), body));
    }

    /// From frames, Q2 is made by its variants only.
    private static String model(SubmitAttempt attempt) {
        return attempt.model().equals("viduq2") && !shapes(attempt.spec())
                ? "viduq2-turbo"
                : attempt.model();
    }

    /// Frames give the ratio themselves.
    private static boolean shapes(JobSpec spec) {
        return switch (spec.mode()) {
            case TEXT, REFERENCE -> true;
            case IMAGE, FRAMES, VIDEO, EXTENSION -> false;
        };
    }

    private static String operation(JobSpec spec) {
        return switch (spec.mode()) {
            case TEXT -> "text2video";
            case IMAGE -> "img2video";
            case FRAMES -> "start-end2video";
            case REFERENCE -> "reference2video";
            case VIDEO, EXTENSION ->
                    throw new UnsupportedException("this provider takes no clip as input");
        };
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        return Set.of(Hint.SEED);
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return Submits.accepted(
                answer.text("/task_id").filter(_ -> answer.isSuccess()),
                () -> FAULTS.refusal(answer.text("/reason").orElse(""), answer));
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        return authorized(ApiCall.get(ROOT + "tasks/%s/creations".formatted(task.id())));
    }

    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        if (!answer.isSuccess()) {
            return new NoAnswer(answer.toString());
        }
        var word = answer.text("/state").orElse("");
        return switch (word) {
            case "created", "queueing", "scheduled" -> new Working(0);
            case "processing" -> new Working(-1);
            case "success" -> Polls.done(answer.text("/creations/0/url"));
            case "failed" -> failed(answer.text("/err_code").orElse(""));
            default -> Polls.strange(word);
        };
    }

    private static PollAnswer failed(String code) {
        return switch (code) {
            case "UserCancelled", "Canceled" -> Refusals.cancelled();
            default -> FAULTS.verdict(code, code);
        };
    }

    @Override
    public Optional<ApiCall> cancel(ProviderTask task) {
        var body = JsonNodeFactory.instance.objectNode().put("id", task.id());
        return Optional.of(
                authorized(ApiCall.post(ROOT + "tasks/%s/cancel".formatted(task.id()), body)));
    }

    @Override
    public Optional<ApiCall> check() {
        return Optional.of(authorized(ApiCall.get(ROOT + "credits")));
    }
}
