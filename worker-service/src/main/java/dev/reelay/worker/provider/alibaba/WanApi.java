package dev.reelay.worker.provider.alibaba;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.catalogue.Mode;
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
import dev.reelay.worker.provider.api.Took;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// DashScope's asynchronous tasks. What a submit holds depends on the model's generation, see
/// {@link WanBody}; the tasks are alike.
final class WanApi implements ProviderApi {
    private static final String ROOT = "/api/v1/";

    private static final FaultCodes FAULTS =
            new FaultCodes()
                    .with(Fault.BUSY, "Throttling", "LimitRequests", "ModelServingError")
                    .with(Fault.BUSY, "ModelUnavailable", "ServiceUnavailable")
                    .with(Fault.UPSTREAM, "InternalError", "RequestTimeOut", "SystemError")
                    .with(Fault.INPUT, "InvalidParameter", "InvalidURL", "BadRequest")
                    .with(Fault.INPUT, "InvalidFile", "UnsupportedOperation")
                    .with(Fault.CONTENT, "DataInspectionFailed", "data_inspection_failed")
                    .with(Fault.CONTENT, "IPInfringementSuspect")
                    .with(Fault.ACCOUNT, "Arrearage", "BadRequest.EmptyModel", "InvalidApiKey")
                    .with(Fault.ACCOUNT, "NOT AUTHORIZED", "AccessDenied", "Model.AccessDenied")
                    .with(Fault.ACCOUNT, "Workspace.AccessDenied", "Endpoint.AccessDenied")
                    .with(Fault.ACCOUNT, "AllocationQuota", "ModelNotFound", "model_not_found")
                    .with(Fault.ACCOUNT, "WorkSpaceNotFound", "NotFound", "insufficient_quota")
                    .with(Fault.ACCOUNT, "Throttling.AllocationQuota", "CommodityNotPurchased")
                    .with(Fault.ACCOUNT, "PrepaidBillOverdue", "PostpaidBillOverdue");

    private final String key;

    WanApi(Account account) {
        key = account.secret("api_key");
    }

    /// Only what succeeded is billed.
    @Override
    public boolean failuresAreFree() {
        return true;
    }

    /// Up to Wan 2.6 smaller frames than later; nothing is said about references there.
    @Override
    public Optional<PictureLimits> pictures(SubmitAttempt attempt) {
        if (WanBody.isNew(attempt)) {
            return Optional.of(PictureLimits.withWebp(20).sides(240, 8000).ratio(8));
        }
        return attempt.spec().mode() == Mode.REFERENCE
                ? Optional.empty()
                : Optional.of(PictureLimits.withWebp(10).sides(360, 2000));
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        var wan = WanBody.of(attempt, inputs);
        return ApiCall.post(ROOT + "services/aigc/" + wan.path() + "/video-synthesis", wan.body())
                .bearer(key)
                .with("X-DashScope-Async", "enable");
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        return Set.of(Hint.SEED, Hint.NEGATIVE_PROMPT);
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return Submits.accepted(
                answer.text("/output/task_id").filter(_ -> answer.isSuccess()),
                () -> FAULTS.refusal(answer.text("/code").orElse(""), answer));
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        return ApiCall.get(ROOT + "tasks/" + task.id()).bearer(key);
    }

    /// `UNKNOWN` may be a task that is not visible yet; the job's deadline ends one that has gone.
    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        if (!answer.isSuccess()) {
            return new NoAnswer(answer.toString());
        }
        var word = answer.text("/output/task_status").orElse("");
        return switch (word) {
            case "PENDING", "SUSPENDED" -> new Working(0);
            case "RUNNING" -> new Working(-1);
            case "SUCCEEDED" ->
                    Took.texts(
                            Polls.done(answer.text("/output/video_url")),
                            answer.body().path("output"),
                            "submit_time",
                            "end_time");
            case "FAILED" ->
                    FAULTS.verdict(
                            answer.text("/output/code").orElse(""),
                            answer.text("/output/message").orElse(""));
            case "CANCELED" -> Refusals.cancelled();
            default -> Polls.strange(word);
        };
    }

    @Override
    public Optional<ApiCall> cancel(ProviderTask task) {
        return Optional.of(
                ApiCall.post(ROOT + "tasks/%s/cancel".formatted(task.id()), empty()).bearer(key));
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public Optional<ApiCall> check() {
        return Optional.of(ApiCall.get(ROOT + "tasks?page_no=1&page_size=1").bearer(key));
    }
}
