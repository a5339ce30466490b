package dev.reelay.api.dialect.a4f;

import dev.reelay.api.body.Body;
import dev.reelay.api.content.AnswerEmbedded;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.dialect.Dialect;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.key.Caller;
import dev.reelay.api.request.Address;
import dev.reelay.api.submission.Submission;
import dev.reelay.api.waiting.AwaitEnd;
import dev.reelay.api.waiting.WaitingConfig;
import dev.reelay.common.catalogue.Catalogue;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// A4F's video API.
@Singleton
public final class A4fDialect implements Dialect {
    static final String ID = "a4f";
    static final String ROOT = "/a4f";
    private static final String GENERATIONS = "/v1/video/generations";
    private static final Set<String> SHARED = Set.of(GENERATIONS, "/v1/models");
    private static final Pattern MODEL = Pattern.compile("provider-\\d+/.*");

    /// The plan that has no video.
    private static final String WITHOUT = "free";

    private final AnswerEmbedded content;
    private final AwaitEnd waits;
    private final WaitingConfig waiting;

    A4fDialect(AnswerEmbedded content, AwaitEnd waits, WaitingConfig waiting) {
        this.content = content;
        this.waits = waits;
        this.waiting = waiting;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String root() {
        return ROOT;
    }

    @Override
    public boolean isOwn(String path) {
        return false;
    }

    @Override
    public boolean shares(String path) {
        return SHARED.contains(path);
    }

    @Override
    public int claim(String path, Body body) {
        if (!path.equals(GENERATIONS) || body.textual()) {
            return 0;
        }
        var isOurs =
                body.fields().has("ratio")
                        || MODEL.matcher(body.tree().path("model").asText()).matches();
        return isOurs ? 2 : 0;
    }

    @Override
    public void admit(Caller caller) {
        if (caller.plan().id().equals(WITHOUT)) {
            throw new GatewayException(
                    new GatewayError.ModelNotAllowed("video", "needs the plan pro or ultra"));
        }
        waits.refuseWithoutRoom();
    }

    @Override
    public Submission submission(Call call, Body body) {
        return A4fSubmission.read(call, body, waiting.deadline());
    }

    @Override
    public Object models(Catalogue catalogue, MultivaluedMap<String, String> asked) {
        return A4fModels.of(catalogue, asked);
    }

    @Override
    public Response.ResponseBuilder accepted(Job job, Call call, Address address) {
        var ended = waits.end(job);
        return ended.state() == JobState.COMPLETED
                ? clip(ended)
                : Response.fromResponse(A4fErrors.of(ended));
    }

    /// `{"created", "data": [{"b64_json", "url", "revised_prompt"}]}`, where the clip is too large
    /// to be a member of an object of ours.
    private Response.ResponseBuilder clip(Job job) {
        var created = Objects.requireNonNull(job.endedAt(), "a completed job has ended");
        var first = job.outputs().getFirst().index();
        return content.answer(
                        job,
                        first,
                        "{\"created\":%d,\"data\":[{\"b64_json\":\""
                                .formatted(created.getEpochSecond()),
                        "\",\"url\":null,\"revised_prompt\":null}]}")
                .type(MediaType.APPLICATION_JSON_TYPE);
    }

    @Override
    public Response word(GatewayError error) {
        return A4fErrors.word(error);
    }
}
