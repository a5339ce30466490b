package dev.reelay.api.dialect.aigate;

import dev.reelay.api.body.Body;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.dialect.Dialect;
import dev.reelay.api.dialect.ModelList;
import dev.reelay.api.dialect.TaskId;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.key.Caller;
import dev.reelay.api.request.Address;
import dev.reelay.api.request.PublicConfig;
import dev.reelay.api.submission.Submission;
import dev.reelay.api.waiting.AwaitEnd;
import dev.reelay.api.waiting.WaitingConfig;
import dev.reelay.common.catalogue.Catalogue;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// aigate's video API.
@Singleton
public final class AigateDialect implements Dialect {
    static final String ID = "aigate";
    static final String ROOT = "/aigate";
    private static final String GENERATIONS = "/v1/video/generations";
    private static final String ALIAS = "/v1/videos";
    private static final String BALANCE = "/v1/balance";
    private static final Set<String> SHARED = Set.of(GENERATIONS, ALIAS, "/v1/models");
    private static final Duration LINK_LIFE = Duration.ofMinutes(20);

    /// Ids of this API have a vendor; those of a4f have a number for one.
    private static final Pattern MODEL = Pattern.compile("(?!provider-\\d+/)[^/]+/.+");

    private static final Set<String> OWN_MEMBERS =
            Set.of(
                    "audio",
                    "aspect_ratio",
                    "provider_options",
                    "input_image",
                    "input_image_url",
                    "input_image_b64",
                    "image_url",
                    "input_video",
                    "input_video_b64");

    private final TaskId ids;
    private final PublicConfig config;
    private final AwaitEnd waits;
    private final WaitingConfig waiting;

    AigateDialect(TaskId ids, PublicConfig config, AwaitEnd waits, WaitingConfig waiting) {
        this.ids = ids;
        this.config = config;
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
        return path.equals(BALANCE);
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
        var fields = body.fields();
        var isOurs =
                OWN_MEMBERS.stream().anyMatch(fields::has)
                        || body.tree().path("prompt").isObject()
                        || MODEL.matcher(body.tree().path("model").asText()).matches();
        return isOurs ? 1 : 0;
    }

    @Override
    public void admit(Caller caller) {
        waits.refuseWithoutRoom();
    }

    @Override
    public Submission submission(Call call, Body body) {
        return AigateSubmission.read(call, body, waiting.deadline());
    }

    @Override
    public Optional<Duration> linkLife() {
        return Optional.of(LINK_LIFE);
    }

    @Override
    public Object models(Catalogue catalogue, MultivaluedMap<String, String> asked) {
        return listed(catalogue);
    }

    static ModelList listed(Catalogue catalogue) {
        var all = ModelList.of(catalogue, ID);
        return new ModelList(
                all.object(),
                all.data().stream().filter(m -> MODEL.matcher(m.id()).matches()).toList());
    }

    @Override
    public Response.ResponseBuilder accepted(Job job, Call call, Address address) {
        var ended = waits.end(job);
        return ended.state() == JobState.COMPLETED
                ? Response.ok(clips(ended, address))
                : Response.fromResponse(AigateErrors.of(ended));
    }

    private Object clips(Job job, Address address) {
        var clips = AigateClips.of(job, index -> link(job, index, address));
        return address.path().equals(ALIAS)
                ? AigateClips.Video.of(ids.text(job.id(), 0), clips)
                : clips;
    }

    private String link(Job job, int index, Address address) {
        return "%s%s/v1/videos/%s/content"
                .formatted(config.base(), address.prefix(), ids.text(job.id(), index));
    }

    @Override
    public Response word(GatewayError error) {
        return AigateErrors.word(error);
    }
}
