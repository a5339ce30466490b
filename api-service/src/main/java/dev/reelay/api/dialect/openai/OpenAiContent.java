package dev.reelay.api.dialect.openai;

import dev.reelay.api.content.PacedOutput;
import dev.reelay.api.content.ServeContent;
import dev.reelay.api.content.ServeContent.Served;
import dev.reelay.api.content.ServeContent.Wanted;
import dev.reelay.api.content.Variant;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.PostgresJobs;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.key.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/v1/videos/{id}/content`: the files of a video, whole or a range of them.
@Path("/v1/videos/{id}/content")
@RunOnVirtualThread
public final class OpenAiContent {
    private static final Pattern INDEX = Pattern.compile("\\d{1,4}");

    private final IdentifyCaller callers;
    private final PostgresJobs jobs;
    private final ServeContent content;

    OpenAiContent(IdentifyCaller callers, PostgresJobs jobs, ServeContent content) {
        this.callers = callers;
        this.jobs = jobs;
        this.content = content;
    }

    @GET
    public Response get(
            @Context HttpHeaders headers,
            @Context HttpServerResponse response,
            @PathParam("id") String id,
            @QueryParam("variant") @Nullable String variant,
            @QueryParam("index") @Nullable String index) {
        var job = find(headers, id);
        var served = content.serve(job, variant(variant), index(index), wanted(headers));
        var answer = head(served);
        return served.unchanged()
                ? answer.build()
                : answer.entity(stream(job, served, response)).build();
    }

    @HEAD
    public Response head(
            @Context HttpHeaders headers,
            @PathParam("id") String id,
            @QueryParam("variant") @Nullable String variant,
            @QueryParam("index") @Nullable String index) {
        var job = find(headers, id);
        return head(content.serve(job, variant(variant), index(index), wanted(headers))).build();
    }

    private Job find(HttpHeaders headers, String id) {
        var caller =
                callers.caller(headers.getHeaderString(HttpHeaders.AUTHORIZATION), Scope.JOBS_READ);
        return VideoId.parse(id)
                .flatMap(job -> jobs.find(caller.tenant(), job))
                .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("video")));
    }

    private static Variant variant(@Nullable String word) {
        return word == null
                ? Variant.VIDEO
                : Variant.named(word)
                        .orElseThrow(() -> invalid("variant", "must be one of " + Variant.words()));
    }

    private static int index(@Nullable String index) {
        if (index != null && !INDEX.matcher(index).matches()) {
            throw invalid("index", "must be a whole number");
        }
        return index == null ? 0 : Integer.parseInt(index);
    }

    private static Wanted wanted(HttpHeaders headers) {
        return new Wanted(
                headers.getHeaderString("Range"),
                headers.getHeaderString("If-Range"),
                headers.getHeaderString(HttpHeaders.IF_NONE_MATCH));
    }

    private static Response.ResponseBuilder head(Served served) {
        if (served.unchanged()) {
            return Response.status(304).header(HttpHeaders.ETAG, served.etag());
        }
        var answer =
                Response.status(served.isPartial() ? 206 : 200)
                        .type(served.contentType())
                        .header(HttpHeaders.CONTENT_LENGTH, served.length())
                        .header(HttpHeaders.ETAG, served.etag())
                        .header("Accept-Ranges", "bytes")
                        .header("Cache-Control", "private");
        if (served.isPartial()) {
            answer.header("Content-Range", served.contentRange());
        }
        return answer;
    }

    private StreamingOutput stream(Job job, Served served, HttpServerResponse response) {
        // Opened before the answer begins, so that a missing object is still an error and not a
        // broken transfer.
        var file = content.open(job, served);
        return _ -> {
            try (file) {
                file.writeTo(new PacedOutput(response, served.length()));
            }
        };
    }

    private static GatewayException invalid(String field, String why) {
        return new GatewayException(new GatewayError.InvalidField(field, why));
    }
}
