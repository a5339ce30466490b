package dev.reelay.api.dialect.openrouter;

import dev.reelay.api.body.Body;
import dev.reelay.api.callback.ReadCallback;
import dev.reelay.api.content.SignedLinks;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.dialect.Dialect;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.quote.Usd;
import dev.reelay.api.request.Address;
import dev.reelay.api.request.PublicConfig;
import dev.reelay.api.submission.Submission;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.credit.Credits;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// OpenRouter's video API, also under the name of ModelGates.
@Singleton
public final class OpenRouterDialect implements Dialect {
    static final String ID = "openrouter";
    static final String ROOT = "/openrouter";
    private static final Duration LINK_LIFE = Duration.ofHours(1);
    private static final String OWN = "/api/v1";

    private final Catalogue catalogue;
    private final SignedLinks links;
    private final PublicConfig config;
    private final Usd usd;
    private final ReadCallback callbacks;
    private final OpenRouterErrors errors = new OpenRouterErrors("openrouter_metadata");

    OpenRouterDialect(
            Catalogue catalogue,
            SignedLinks links,
            PublicConfig config,
            Usd usd,
            ReadCallback callbacks) {
        this.catalogue = catalogue;
        this.links = links;
        this.config = config;
        this.usd = usd;
        this.callbacks = callbacks;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<String> prefixes() {
        return List.of(ROOT, ModelGatesErrors.PREFIX);
    }

    @Override
    public String root() {
        return ROOT;
    }

    @Override
    public boolean isOwn(String path) {
        return Address.isUnder(OWN, path);
    }

    @Override
    public Submission submission(Call call, Body body) {
        return OpenRouterSubmission.read(call, body, catalogue, callbacks);
    }

    OpenRouterVideo job(Job job, Address address) {
        var url =
                "%s%s/api/v1/videos/%s"
                        .formatted(config.base(), address.prefix(), ShortId.text(job.id()));
        return OpenRouterVideo.of(job, new OpenRouterVideo.Beside(url, signed(job), cost(job)));
    }

    private List<String> signed(Job job) {
        return job.state() == JobState.COMPLETED && !job.filesGone()
                ? job.outputs().stream()
                        .map(o -> config.base() + links.path(job, o.index(), LINK_LIFE))
                        .toList()
                : List.of();
    }

    /// What was captured; before that is known, what is held.
    private BigDecimal cost(Job job) {
        var settled = job.settlement();
        var price = job.price();
        var credits =
                settled != null
                        ? settled.captured()
                        : price == null ? Credits.ZERO : price.amount();
        var cost = usd.of(credits).stripTrailingZeros();
        return cost.scale() < 0 ? cost.setScale(0) : cost;
    }

    @Override
    public Optional<Callback> callback(Job job, Instant at) {
        var video = job(job, new Address("", ""));
        return Optional.of(
                new Callback(
                        OpenRouterMessage.of(video, job, at), video.id() + "-" + video.status()));
    }

    /// Clients take any other status for an error.
    @Override
    public Response.ResponseBuilder accepted(Job job, Call call, Address address) {
        return Response.accepted(job(job, address));
    }

    @Override
    public Response word(GatewayError error) {
        return errors.word(error);
    }
}
