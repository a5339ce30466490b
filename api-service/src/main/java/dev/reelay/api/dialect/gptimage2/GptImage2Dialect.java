package dev.reelay.api.dialect.gptimage2;

import dev.reelay.api.body.Body;
import dev.reelay.api.content.SignedLinks;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.dialect.Dialect;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.job.Job;
import dev.reelay.api.request.Address;
import dev.reelay.api.request.PublicConfig;
import dev.reelay.api.submission.Submission;
import dev.reelay.common.catalogue.Catalogue;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/// The video API of gptimage2api.org.
@Singleton
public final class GptImage2Dialect implements Dialect {
    static final String ID = "gptimage2";
    static final String ROOT = "/gptimage2";
    private static final Duration LINK_LIFE = Duration.ofHours(24);

    private final Catalogue catalogue;
    private final SignedLinks links;
    private final PublicConfig config;

    GptImage2Dialect(Catalogue catalogue, SignedLinks links, PublicConfig config) {
        this.catalogue = catalogue;
        this.links = links;
        this.config = config;
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
        return Address.isUnder("/api/ai", path);
    }

    @Override
    public Submission submission(Call call, Body body) {
        return GptImage2Submission.read(call, body, catalogue);
    }

    GptImage2Task job(Job job) {
        return GptImage2Task.of(job, config.base() + links.path(job, 0, LINK_LIFE));
    }

    @Override
    public Response.ResponseBuilder accepted(Job job, Call call, Address address) {
        return Response.ok(GptImage2Task.Submitted.of(job));
    }

    @Override
    public Response word(GatewayError error) {
        return GptImage2Errors.word(error);
    }
}
