package dev.reelay.worker.provider.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import dev.reelay.worker.provider.api.AccessToken;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.ApiCall;
import dev.reelay.worker.provider.api.Fault;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.PictureLimits;
import dev.reelay.worker.provider.api.ProviderApi;
import dev.reelay.worker.provider.api.Submits;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Veo on Vertex, by a service account. A task's id is the name of its operation, which is asked
/// for at the same model and location. Files lie in the operator's bucket.
final class VeoApi implements ProviderApi {
    /// Setting: where files are put, as `gs://bucket/folder`.
    static final String BUCKET = "bucket";

    /// Setting: the region.
    static final String LOCATION = "location";

    private static final Pattern OPERATION =
            Pattern.compile(
                    "(projects/[^/]+/locations/[^/]+/publishers/google/models/[^/]+)/operations/[^/]+");
    private static final Pattern FILE = Pattern.compile("gs://([^/]+)/(.+)");

    private final ServiceAccount account;
    private final String project;
    private final String location;
    private final String bucket;
    private final String host;
    private final String storage;

    VeoApi(Account account, InstantSource clock) {
        this.account = new ServiceAccount(account, clock);
        project = account.secret("project_id");
        location = account.setting(LOCATION).orElse("us-central1");
        bucket = account.setting(BUCKET).orElse("").replaceAll("/+$", "");
        if (!bucket.matches("gs://[a-z0-9][\\w.-]+(/.*)?") || !location.matches("[a-z0-9-]+")) {
            throw new InvalidAccountException(
                    "settings." + BUCKET,
                    "Veo needs a bucket, as gs://bucket/folder, and a location, as us-central1");
        }
        var isOwn = account.base().isPresent();
        host = isOwn ? "" : "https://%s-aiplatform.googleapis.com".formatted(location);
        storage = isOwn ? "" : "https://storage.googleapis.com";
    }

    @Override
    public Optional<ApiCall> login() {
        return Optional.of(account.login());
    }

    @Override
    public Optional<AccessToken> loggedIn(ApiAnswer answer) {
        return ServiceAccount.loggedIn(answer);
    }

    /// PNG and JPEG are what its documentation shows.
    @Override
    public Optional<PictureLimits> pictures(SubmitAttempt attempt) {
        return Optional.of(PictureLimits.pngAndJpeg(20));
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        var folder = bucket + "/" + attempt.id() + "/";
        var at =
                "/v1/projects/%s/locations/%s/publishers/google/models/%s:predictLongRunning"
                        .formatted(project, location, attempt.model());
        return ApiCall.post(host + at, VeoBody.of(attempt, inputs, folder)).withToken();
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        var all = new HashSet<>(Set.of(Hint.NEGATIVE_PROMPT));
        if (VeoBody.takesSeed(attempt.spec())) {
            all.add(Hint.SEED);
        }
        return all;
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return Submits.accepted(
                answer.text("/name")
                        .filter(name -> answer.isSuccess() && OPERATION.matcher(name).matches()),
                () -> GoogleErrors.refusal(answer));
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        var model = task.id().replaceAll("/operations/.*", "");
        var body = JsonNodeFactory.instance.objectNode().put("operationName", task.id());
        return ApiCall.post(host + "/v1/" + model + ":fetchPredictOperation", body).withToken();
    }

    /// `done` without an error is no success: what is filtered has no file.
    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        if (!answer.isSuccess()) {
            return new NoAnswer(answer.toString());
        }
        var body = answer.body();
        if (!body.path("name").asText().equals(task.id())) {
            return new NoAnswer("it is about another operation");
        }
        if (!body.path("done").asBoolean()) {
            return new Working(-1);
        }
        return body.has("error") ? failed(body.path("error")) : done(body.path("response"));
    }

    private static PollAnswer done(JsonNode response) {
        var file = response.at("/videos/0/gcsUri").asText();
        if (FILE.matcher(file).matches()) {
            return new Finished(new ProviderFile(file));
        }
        var reason = response.at("/raiMediaFilteredReasons/0").asText();
        return reason.isEmpty() && response.path("raiMediaFilteredCount").asInt() == 0
                ? Fault.UPSTREAM.verdict("")
                : Fault.CONTENT.verdict(reason);
    }

    /// Its numbers are those of RPC, not of HTTP.
    private static PollAnswer failed(JsonNode error) {
        var words = error.path("message").asText();
        return switch (error.path("code").asInt()) {
            case 3, 9, 11 ->
                    GoogleErrors.of(words) == Fault.CONTENT
                            ? Fault.CONTENT.verdict(words)
                            : Fault.INPUT.verdict(words);
            default -> Fault.UPSTREAM.verdict(words);
        };
    }

    @Override
    public ApiCall fetch(ProviderFile file) {
        var parts = FILE.matcher(file.location());
        if (!parts.matches()) {
            return ApiCall.get(file.location());
        }
        var object = URLEncoder.encode(parts.group(2), StandardCharsets.UTF_8).replace("+", "%20");
        return ApiCall.get(
                        storage
                                + "/storage/v1/b/%s/o/%s?alt=media"
                                        .formatted(parts.group(1), object))
                .withToken();
    }
}
