package dev.reelay.worker.provider.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.egress.MultipartForm;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.FindAnswer;
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
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.Polls;
import dev.reelay.worker.provider.api.ProviderApi;
import dev.reelay.worker.provider.api.Refusals;
import dev.reelay.worker.provider.api.Submits;
import dev.reelay.worker.provider.api.Took;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// Replicate's predictions. It keeps no id of ours, but the address that it calls back, which every
/// attempt has for itself: by that the prediction of a lost answer is found. Files live an hour.
final class ReplicateApi implements ProviderApi {
    private static final String PREDICTIONS = "/predictions";
    private static final String LATE = "the provider did not make it in time";
    private static final long SHORTEST_LIFE = 5;

    /// In characters of a `data:` address.
    private static final int MOST_DATA = 256_000;

    private static final Pattern CLIP = Pattern.compile("(?i)\\.(mp4|mov|webm)($|\\?)");

    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int MOST_CANDIDATES = 20;

    private final String key;

    ReplicateApi(Account account) {
        key = account.secret("api_key");
    }

    @Override
    public Optional<CallbackProof> callbacks() {
        return Optional.of(new ReplicateCallbacks(key));
    }

    /// What is too large to stand in a request.
    @Override
    public Optional<ApiCall> upload(SubmitAttempt attempt, InputFile input) {
        if (input.dataUrl().length() <= MOST_DATA) {
            return Optional.empty();
        }
        var name = "input." + input.contentType().replaceAll(".*/", "");
        var form = new MultipartForm().file("content", name, input.contentType(), input.bytes());
        return Optional.of(ApiCall.post("/files", form).bearer(key));
    }

    @Override
    public Optional<String> uploaded(ApiAnswer answer) {
        return answer.text("/urls/get").filter(_ -> answer.isSuccess());
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        var body = JsonNodeFactory.instance.objectNode();
        body.set("input", ReplicateInput.of(attempt, inputs));
        callback(attempt)
                .ifPresent(
                        address -> {
                            body.put("webhook", address.toString());
                            body.putArray("webhook_events_filter").add("completed");
                        });
        return ApiCall.post("/models/" + attempt.model() + PREDICTIONS, body)
                .bearer(key)
                .with("Cancel-After", life(attempt.spec()) + "s");
    }

    /// It calls back by https only.
    private static Optional<URI> callback(SubmitAttempt attempt) {
        return Optional.ofNullable(attempt.callback()).filter(at -> "https".equals(at.getScheme()));
    }

    /// A prediction that is not started by then costs nothing.
    private static long life(JobSpec spec) {
        var left = Duration.between(spec.createdAt(), spec.deadline()).toSeconds();
        return Math.max(left, SHORTEST_LIFE);
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        return ReplicateInput.takes(attempt);
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return Submits.accepted(
                answer.text("/id").filter(_ -> answer.isSuccess()),
                () -> ReplicateFaults.refusal(answer));
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        return ApiCall.get(PREDICTIONS + "/" + task.id()).bearer(key);
    }

    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        if (!answer.isSuccess()) {
            return new NoAnswer(answer.toString());
        }
        var word = answer.text("/status").orElse("");
        return switch (word) {
            case "starting" -> new Working(0);
            case "processing" -> new Working(-1);
            case "succeeded" -> succeeded(answer.body());
            case "failed" -> failed(answer.text("/error").orElse(""));
            case "canceled" -> isLate(answer) ? Fault.UPSTREAM.verdict(LATE) : Refusals.cancelled();
            case "aborted" -> Fault.UPSTREAM.verdict(LATE);
            default -> Polls.strange(word);
        };
    }

    private static PollAnswer succeeded(JsonNode prediction) {
        return prediction.path("data_removed").asBoolean()
                ? Fault.UPSTREAM.verdict("the provider has removed the clip")
                : Took.texts(
                        Polls.done(address(prediction.path("output"))),
                        prediction,
                        "created_at",
                        "completed_at");
    }

    /// A text, a list or an object, as the model has it. Beside a clip there may be its picture or
    /// sound; one whose name says nothing counts where there is no other.
    private static Optional<String> address(JsonNode output) {
        var all = new ArrayList<String>();
        (output.isContainerNode() ? output : List.of(output))
                .forEach(each -> all.add(each.asText()));
        all.removeIf(text -> !text.startsWith("http"));
        return all.stream()
                .filter(text -> CLIP.matcher(text).find())
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private static PollAnswer failed(String words) {
        return ReplicateFaults.of(words).verdict(words);
    }

    /// Whether it was its own deadline that ended it.
    private static boolean isLate(ApiAnswer answer) {
        var deadline = time(answer, "/deadline");
        var end = time(answer, "/completed_at");
        return deadline.isPresent() && end.isPresent() && !end.get().isBefore(deadline.get());
    }

    private static Optional<Instant> time(ApiAnswer answer, String place) {
        try {
            return answer.text(place).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The newest hundred since the job was there. Without an address of its own a prediction
    /// cannot be told from another of the same prompt.
    @Override
    public Optional<ApiCall> find(SubmitAttempt attempt) {
        var since = attempt.spec().createdAt().minus(SKEW).truncatedTo(ChronoUnit.SECONDS);
        return callback(attempt)
                .map(_ -> ApiCall.get(PREDICTIONS + "?created_after=" + since).bearer(key));
    }

    /// A list does not show what is called back; each prediction does.
    @Override
    public List<ApiCall> candidates(SubmitAttempt attempt, ApiAnswer answer) {
        return StreamSupport.stream(answer.body().path("results").spliterator(), false)
                .filter(item -> item.path("model").asText().equals(attempt.model()))
                .filter(item -> mayHave(item.at("/input/prompt"), attempt.spec().prompt()))
                .map(item -> poll(new ProviderTask(item.path("id").asText())))
                .limit(MOST_CANDIDATES)
                .toList();
    }

    private static boolean mayHave(JsonNode prompt, String ours) {
        return prompt.isMissingNode() || prompt.asText().equals(ours);
    }

    @Override
    public FindAnswer found(SubmitAttempt attempt, ApiAnswer answer) {
        if (!answer.isSuccess()) {
            return new FindAnswer.NoAnswer(answer.toString());
        }
        var isOurs =
                callback(attempt)
                        .filter(
                                at ->
                                        answer.text("/webhook")
                                                .filter(at.toString()::equals)
                                                .isPresent())
                        .isPresent();
        return answer.text("/id")
                .filter(_ -> isOurs)
                .<FindAnswer>map(id -> new FindAnswer.Found(new ProviderTask(id)))
                .orElseGet(FindAnswer.NotThere::new);
    }

    @Override
    public Optional<ApiCall> cancel(ProviderTask task) {
        var nothing = JsonNodeFactory.instance.objectNode();
        return Optional.of(
                ApiCall.post(PREDICTIONS + "/" + task.id() + "/cancel", nothing).bearer(key));
    }

    @Override
    public Optional<ApiCall> check() {
        return Optional.of(ApiCall.get(PREDICTIONS).bearer(key));
    }
}
