package dev.reelay.worker.provider.kie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.AccountCheck;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// kie's tasks. Veo's have paths of their own, so that their ids here have a mark.
final class KieApi implements ProviderApi {
    private static final String VEO = "veo/";

    private final String key;
    private final KieUploads uploads;

    KieApi(Account account) {
        key = account.secret("api_key");
        uploads = new KieUploads(account);
    }

    @Override
    public Optional<ApiCall> upload(SubmitAttempt attempt, InputFile input) {
        return Optional.of(uploads.upload(attempt, input).bearer(key));
    }

    @Override
    public Optional<String> uploaded(ApiAnswer answer) {
        return answer.text("/data/downloadUrl").filter(_ -> KieCodes.isSuccess(answer));
    }

    /// Credits are returned on failure.
    @Override
    public boolean failuresAreFree() {
        return true;
    }

    /// As its uploads are.
    @Override
    public Optional<PictureLimits> pictures(SubmitAttempt attempt) {
        return Optional.of(PictureLimits.withWebp(10));
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        return KieVeo.makes(attempt.model())
                ? submit(attempt, "/api/v1/veo/generate", KieVeo.of(attempt, inputs))
                : submit(attempt, "/api/v1/jobs/createTask", market(attempt, inputs));
    }

    private static ObjectNode market(SubmitAttempt attempt, List<InputFile> inputs) {
        var body = JsonNodeFactory.instance.objectNode().put("model", attempt.model());
        body.set("input", KieBody.of(attempt, inputs));
        return body;
    }

    /// `callbackUrl` would be ignored without a word.
    private ApiCall submit(SubmitAttempt attempt, String path, ObjectNode body) {
        if (attempt.callback() != null) {
            body.put("callBackUrl", attempt.callback().toString());
        }
        return ApiCall.post(path, body).bearer(key);
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        var all = new HashSet<Hint>();
        if (attempt.model().startsWith("kling/")) {
            all.add(Hint.NEGATIVE_PROMPT);
        }
        if (KieVeo.makes(attempt.model()) && KieVeo.takesSeed(attempt.spec())) {
            all.add(Hint.SEED);
        }
        return all;
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        var mark = KieVeo.makes(attempt.model()) ? VEO : "";
        return Submits.accepted(
                answer.text("/data/taskId")
                        .filter(_ -> KieCodes.isSuccess(answer))
                        .map(id -> mark + id),
                () -> KieCodes.refusal(answer));
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        var path = isVeo(task) ? "/api/v1/veo/record-info" : "/api/v1/jobs/recordInfo";
        var id = isVeo(task) ? task.id().substring(VEO.length()) : task.id();
        var query = "?taskId=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
        return ApiCall.get(path + query).bearer(key);
    }

    private static boolean isVeo(ProviderTask task) {
        return task.id().startsWith(VEO);
    }

    /// A task that has just been made may not be known yet; the job's deadline ends one that has
    /// gone.
    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        if (!KieCodes.isSuccess(answer)) {
            return new NoAnswer("code " + KieCodes.code(answer) + ", " + answer);
        }
        return isVeo(task) ? veo(answer) : market(answer);
    }

    private static PollAnswer market(ApiAnswer answer) {
        var word = answer.text("/data/state").orElse("");
        return switch (word) {
            case "waiting", "queuing", "queueing" -> new Working(0);
            case "generating" -> new Working(progress(answer));
            case "success" -> done(answer, answer.embedded("/data/resultJson").path("resultUrls"));
            case "fail" ->
                    KieCodes.failed(
                            answer.text("/data/failCode").orElse(""),
                            answer.text("/data/failMsg").orElse(""));
            default -> Polls.strange(word);
        };
    }

    private static int progress(ApiAnswer answer) {
        return Math.clamp(answer.body().at("/data/progress").asInt(-1), -1, 99);
    }

    private static PollAnswer veo(ApiAnswer answer) {
        var flag = answer.text("/data/successFlag").orElse("");
        return switch (flag) {
            case "0" -> new Working(-1);
            case "1" -> done(answer, answer.embedded("/data/response/resultUrls"));
            case "2", "3" ->
                    KieCodes.failed(
                            answer.text("/data/errorCode").orElse(""),
                            answer.text("/data/errorMessage").orElse(""));
            default -> Polls.strange(flag);
        };
    }

    private static PollAnswer done(ApiAnswer answer, JsonNode urls) {
        return Took.millis(
                Polls.done(
                        Optional.of(urls.path(0).asText()).filter(text -> text.startsWith("http"))),
                answer.body().path("data"),
                "createTime",
                "completeTime");
    }

    @Override
    public Optional<ApiCall> check() {
        return Optional.of(ApiCall.get("/api/v1/chat/credit").bearer(key));
    }

    @Override
    public AccountCheck checked(ApiAnswer answer) {
        if (KieCodes.isSuccess(answer)) {
            return new AccountCheck.Usable();
        }
        return KieCodes.isAccount(answer)
                ? new AccountCheck.Refused(Refusals.operator(answer))
                : new AccountCheck.NotKnown("it answered with code " + KieCodes.code(answer));
    }
}
