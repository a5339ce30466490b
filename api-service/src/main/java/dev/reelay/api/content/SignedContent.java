package dev.reelay.api.content;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.PostgresJobs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;

/// `/content/{name}`: a file, to whoever has a signed link.
@Path(SignedLinks.ROOT + "/{name}")
@RunOnVirtualThread
public final class SignedContent {
    private final SignedLinks links;
    private final PostgresJobs jobs;
    private final AnswerContent content;
    private final InstantSource clock;

    SignedContent(
            SignedLinks links, PostgresJobs jobs, AnswerContent content, InstantSource clock) {
        this.links = links;
        this.jobs = jobs;
        this.content = content;
        this.clock = clock;
    }

    @GET
    public Response get(@Context HttpHeaders headers, @PathParam("name") String name) {
        var target = target(name);
        var job = jobs.find(target.tenant(), target.job()).orElseThrow(SignedContent::unknown);
        return content.get(job, Variant.VIDEO, target.index(), headers);
    }

    @HEAD
    public Response head(@Context HttpHeaders headers, @PathParam("name") String name) {
        var target = target(name);
        var job = jobs.find(target.tenant(), target.job()).orElseThrow(SignedContent::unknown);
        return content.head(job, Variant.VIDEO, target.index(), headers);
    }

    private SignedLinks.Target target(String name) {
        var target = links.read(name).orElseThrow(SignedContent::unknown);
        if (!clock.instant().isBefore(target.end())) {
            throw new GatewayException(new GatewayError.FilesGone());
        }
        return target;
    }

    private static GatewayException unknown() {
        return new GatewayException(new GatewayError.NotFound("file"));
    }
}
