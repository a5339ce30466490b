package dev.reelay.worker.provider.openai;

import com.fasterxml.jackson.core.JsonPointer;
import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.egress.MultipartForm;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.InvalidAccountException;
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
import dev.reelay.worker.provider.api.Refusals;
import dev.reelay.worker.provider.api.Submits;
import dev.reelay.worker.provider.api.Took;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// OpenAI's Videos API as compatible upstreams speak it: multipart submits, ids and states in one
/// object, the file behind `/content` or, where the account says so, at an address in the object.
final class OpenAiVideosApi implements ProviderApi {
    /// Setting: the place in the object of the file's address, e.g. `/output/url`.
    static final String URL_MEMBER = "url_member";

    private static final Set<String> CONTENT =
            Set.of("moderation_blocked", "content_policy_violation", "sentinel_block");
    private static final Set<String> MONEY =
            Set.of("insufficient_quota", "billing_hard_limit_reached");

    private final String key;
    private final Optional<JsonPointer> address;

    OpenAiVideosApi(Account account) {
        if (account.base().isEmpty()) {
            throw new InvalidAccountException(
                    "base_url", "is required, as https://api.example.com/v1");
        }
        key = account.secret("api_key");
        address = account.setting(URL_MEMBER).map(OpenAiVideosApi::pointer);
    }

    private static JsonPointer pointer(String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidAccountException(
                    "settings." + URL_MEMBER, "url_member must be a JSON pointer, as /output/url");
        }
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        var spec = attempt.spec();
        if (spec.mode() != Mode.TEXT && spec.mode() != Mode.IMAGE) {
            throw new UnsupportedException("this provider makes clips from text or a first frame");
        }
        var form =
                new MultipartForm()
                        .text("model", attempt.model())
                        .text("prompt", spec.prompt())
                        .text("seconds", String.valueOf(attempt.seconds()))
                        .text("size", spec.width() + "x" + spec.height());
        for (var input : inputs) {
            var name = "input." + input.contentType().replaceAll(".*/", "");
            form.file("input_reference", name, input.contentType(), input.bytes());
        }
        return ApiCall.post("/videos", form).bearer(key);
    }

    /// "Inpaint image must match the requested width and height" is what comes else.
    @Override
    public Optional<PictureLimits> pictures(SubmitAttempt attempt) {
        var spec = attempt.spec();
        return Optional.of(
                PictureLimits.withWebp(20).exactly(new FrameSize(spec.width(), spec.height())));
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        return Set.of();
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return Submits.accepted(
                answer.text("/id").filter(_ -> answer.isSuccess()), () -> refusal(answer));
    }

    private static SubmitAnswer refusal(ApiAnswer answer) {
        var code = code(answer);
        if (CONTENT.contains(code)) {
            return Refusals.contentPolicy(answer);
        }
        return MONEY.contains(code) ? Refusals.account(answer) : Refusals.byStatus(answer);
    }

    private static String code(ApiAnswer answer) {
        return answer.text("/error/code").or(() -> answer.text("/code")).orElse("");
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        return ApiCall.get("/videos/" + task.id()).bearer(key);
    }

    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        if (!answer.isSuccess()) {
            return new NoAnswer(answer.toString()); // a lost task ends with its job's deadline
        }
        var word = answer.text("/status").orElse("").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "queued", "pending", "submitted", "not_start" -> new Working(0);
            case "in_progress", "processing", "running" -> new Working(progress(answer));
            case "completed", "succeeded", "success" ->
                    Took.seconds(
                            finished(task, answer), answer.body(), "created_at", "completed_at");
            case "failed", "failure", "error", "expired" -> failed(answer);
            case "cancelled", "canceled" -> Refusals.cancelled();
            default -> Polls.strange(word);
        };
    }

    private static int progress(ApiAnswer answer) {
        return Math.clamp(answer.body().path("progress").asInt(-1), -1, 99);
    }

    private PollAnswer finished(ProviderTask task, ApiAnswer answer) {
        if (address.isEmpty()) {
            return new Finished(new ProviderFile("/videos/%s/content".formatted(task.id())));
        }
        var url = answer.body().at(address.get()).asText();
        return Polls.done(Optional.of(url).filter(text -> text.startsWith("http")));
    }

    private static PollAnswer failed(ApiAnswer answer) {
        var reason = CONTENT.contains(code(answer)) ? Reason.CONTENT_POLICY : Reason.PROVIDER_ERROR;
        return Refusals.gaveUp(reason, answer.text("/error/message").orElse(""));
    }

    @Override
    public ApiCall fetch(ProviderFile file) {
        var call = ApiCall.get(file.location());
        return file.location().startsWith("/") ? call.bearer(key) : call;
    }

    @Override
    public Optional<ApiCall> check() {
        return Optional.of(ApiCall.get("/videos?limit=1").bearer(key));
    }
}
