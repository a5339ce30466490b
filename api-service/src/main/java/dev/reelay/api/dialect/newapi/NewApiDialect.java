package dev.reelay.api.dialect.newapi;

import dev.reelay.api.body.Body;
import dev.reelay.api.callback.ReadCallback;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.dialect.Dialect;
import dev.reelay.api.dialect.TaskId;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.quote.Usd;
import dev.reelay.api.request.Address;
import dev.reelay.api.request.PublicConfig;
import dev.reelay.api.submission.Submission;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.Model;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// New API's video surfaces.
@Singleton
public final class NewApiDialect implements Dialect {
    static final String ID = "newapi";
    static final String ROOT = "/newapi";
    private static final String OPENAI_STYLE = "/v1/videos";
    private static final Set<String> SHARED =
            Set.of(OPENAI_STYLE, "/v1/video/generations", "/v1/models");
    private static final BigDecimal QUOTA_PER_USD = new BigDecimal(500_000);
    private static final Pattern OWN =
            Pattern.compile("/v1/video/generations(/.*)?|/kling/v1/.*|/jimeng(/.*)?");
    private static final Pattern VIDEO = Pattern.compile("/v1/videos/([^/]+)(/content)?");

    private final TaskId ids;
    private final Catalogue catalogue;
    private final PublicConfig config;
    private final Usd usd;
    private final ReadCallback callbacks;

    NewApiDialect(
            TaskId ids, Catalogue catalogue, PublicConfig config, Usd usd, ReadCallback callbacks) {
        this.ids = ids;
        this.catalogue = catalogue;
        this.config = config;
        this.usd = usd;
        this.callbacks = callbacks;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String root() {
        return ROOT;
    }

    /// The form of an id tells whose it is.
    @Override
    public boolean isOwn(String path) {
        var video = VIDEO.matcher(path);
        return OWN.matcher(path).matches() || video.matches() && TaskId.looksLike(video.group(1));
    }

    @Override
    public boolean shares(String path) {
        return SHARED.contains(path);
    }

    @Override
    public Submission submission(Call call, Body body) {
        return NewApiSubmission.read(call, body, callbacks);
    }

    /// Of the Kling-style and of the Jimeng-style surface.
    Submission vendorsSubmission(Call call, Body body) {
        return NewApiSubmission.readVendors(call, body, callbacks);
    }

    /// The answer to a poll.
    @Override
    public Optional<Callback> callback(Job job, Instant at) {
        var task = job(job);
        return Optional.of(new Callback(task, task.taskId() + "-" + task.status()));
    }

    NewApiTask job(Job job) {
        return task(job, new Address("", ""));
    }

    NewApiTask task(Job job, Address address) {
        return NewApiTask.of(
                job,
                new NewApiTask.Beside(
                        ids.text(job.id(), 0), platform(job), quota(job), links(job, address)));
    }

    NewApiVideo video(Job job, Address address) {
        var links = links(job, address);
        return NewApiVideo.of(
                job, ids.text(job.id(), 0), links.isEmpty() ? null : links.getFirst());
    }

    private List<String> links(Job job, Address address) {
        return job.state() == JobState.COMPLETED && !job.filesGone()
                ? job.outputs().stream().map(o -> link(job, o.index(), address)).toList()
                : List.of();
    }

    private String link(Job job, int index, Address address) {
        return "%s%s/v1/videos/%s/content"
                .formatted(config.base(), address.prefix(), ids.text(job.id(), index));
    }

    private String platform(Job job) {
        return catalogue.model(job.spec().model()).map(Model::owner).orElse("");
    }

    private long quota(Job job) {
        var price = job.price();
        return price == null
                ? 0
                : usd.of(price.amount())
                        .multiply(QUOTA_PER_USD)
                        .setScale(0, RoundingMode.CEILING)
                        .longValue();
    }

    /// The OpenAI-style surface answers as OpenAI's clients need it.
    @Override
    public Response.ResponseBuilder accepted(Job job, Call call, Address address) {
        return address.path().equals(OPENAI_STYLE)
                ? Response.ok(video(job, address))
                : Response.status(Response.Status.CREATED)
                        .entity(NewApiVideo.submitted(job, ids.text(job.id(), 0)));
    }

    @Override
    public Response word(GatewayError error) {
        return NewApiErrors.word(error);
    }
}
