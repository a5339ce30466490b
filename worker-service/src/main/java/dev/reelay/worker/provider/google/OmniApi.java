package dev.reelay.worker.provider.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.worker.provider.Account;
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
import dev.reelay.worker.provider.api.Fault;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.PictureLimits;
import dev.reelay.worker.provider.api.Polls;
import dev.reelay.worker.provider.api.ProviderApi;
import dev.reelay.worker.provider.api.Refusals;
import dev.reelay.worker.provider.api.Submits;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// Gemini Omni's interactions. One may be completed before its file can be fetched, so that the
/// file is asked for its state first.
final class OmniApi implements ProviderApi {
    private static final String INTERACTIONS = "/v1beta/interactions";
    private static final String FILES = "/v1beta/";
    private static final Pattern FILE = Pattern.compile("/v1beta/(files/[\\w-]+):download");
    private static final Pattern NAME = Pattern.compile("files/[\\w-]+");

    private final String key;

    OmniApi(Account account) {
        key = account.secret("api_key");
    }

    private ApiCall authorized(ApiCall call) {
        return call.with("x-goog-api-key", key);
    }

    /// PNG and JPEG are what its documentation shows.
    @Override
    public Optional<PictureLimits> pictures(SubmitAttempt attempt) {
        return Optional.of(PictureLimits.pngAndJpeg(20));
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        var body = OmniBody.of(attempt, inputs);
        var callback = attempt.callback();
        if (callback != null && "https".equals(callback.getScheme())) {
            body.putObject("webhook_config").putArray("uris").add(callback.toString());
        }
        return authorized(ApiCall.post(INTERACTIONS, body));
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        return OmniBody.takesSeed(attempt.spec()) ? Set.of(Hint.SEED) : Set.of();
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return Submits.accepted(
                answer.text("/id").filter(_ -> answer.isSuccess()),
                () -> GoogleErrors.refusal(answer));
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        return authorized(ApiCall.get(INTERACTIONS + "/" + task.id()));
    }

    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        if (!answer.isSuccess()) {
            return new NoAnswer(answer.toString());
        }
        var word = answer.text("/status").orElse("");
        return switch (word) {
            case "queued" -> new Working(0);
            case "in_progress" -> new Working(-1);
            case "completed" -> completed(answer);
            case "failed", "incomplete", "budget_exceeded", "requires_action" -> failed(answer);
            case "cancelled" -> Refusals.cancelled();
            default -> Polls.strange(word);
        };
    }

    /// What was made and is not shown was held back.
    private static PollAnswer completed(ApiAnswer answer) {
        return video(answer)
                .<PollAnswer>map(place -> new Finished(new ProviderFile(place)))
                .orElseGet(() -> Fault.CONTENT.verdict("the provider held the clip back"));
    }

    /// Of the last output that has one.
    private static Optional<String> video(ApiAnswer answer) {
        return StreamSupport.stream(answer.body().path("steps").spliterator(), false)
                .filter(step -> step.path("type").asText().equals("model_output"))
                .flatMap(step -> StreamSupport.stream(step.path("content").spliterator(), false))
                .flatMap(item -> address(item).stream())
                .reduce((_, last) -> last);
    }

    private static Optional<String> address(JsonNode item) {
        return Optional.of(item.path("uri").asText())
                .filter(uri -> item.path("type").asText().equals("video"))
                .filter(uri -> uri.startsWith("http"));
    }

    private static PollAnswer failed(ApiAnswer answer) {
        var words =
                answer.text("/errors/0/message").or(() -> answer.text("/error/message")).orElse("");
        return GoogleErrors.of(words).verdict(words);
    }

    @Override
    public Optional<ApiCall> result(ProviderTask task, ApiAnswer polled) {
        return polled.text("/status")
                .filter("completed"::equals)
                .flatMap(_ -> video(polled))
                .map(FILE::matcher)
                .filter(file -> file.find())
                .map(file -> authorized(ApiCall.get(FILES + file.group(1))));
    }

    @Override
    public PollAnswer resulted(ProviderTask task, ApiAnswer answer) {
        var state = answer.text("/state").orElse("");
        return switch (state) {
            case "PROCESSING" -> new Working(-1);
            case "ACTIVE" ->
                    Polls.done(
                            answer.text("/name")
                                    .filter(name -> NAME.matcher(name).matches())
                                    .map(name -> FILES + name + ":download?alt=media"));
            case "FAILED" -> Fault.UPSTREAM.verdict("");
            default -> new NoAnswer(answer.toString());
        };
    }

    /// The key is told to Google's own files only.
    @Override
    public ApiCall fetch(ProviderFile file) {
        var call = ApiCall.get(file.location());
        return file.location().startsWith("/") ? authorized(call) : call;
    }

    @Override
    public Optional<ApiCall> cancel(ProviderTask task) {
        var nothing = JsonNodeFactory.instance.objectNode();
        return Optional.of(
                authorized(ApiCall.post(INTERACTIONS + "/" + task.id() + "/cancel", nothing)));
    }
}
