package dev.reelay.api.dialect.openai;

import dev.reelay.api.cancel.CancelVideo;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.dialect.SubmitCall;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.PostgresJobs;
import dev.reelay.api.job.VideoId;
import dev.reelay.api.key.Scope;
import dev.reelay.api.request.Address;
import dev.reelay.api.submission.QuoteVideo;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// `/v1/videos`: turns HTTP into a submission and a job into HTTP.
@Path("/v1/videos")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiVideos {

    private final OpenAiDialect dialect;
    private final ReadCall calls;
    private final SubmitCall submit;
    private final QuoteVideo quote;
    private final OpenAiEdit edit;
    private final OpenAiRemix remix;
    private final OpenAiExtension extension;
    private final CancelVideo cancel;
    private final PostgresJobs jobs;

    OpenAiVideos(
            OpenAiDialect dialect,
            ReadCall calls,
            SubmitCall submit,
            QuoteVideo quote,
            OpenAiEdit edit,
            OpenAiRemix remix,
            OpenAiExtension extension,
            CancelVideo cancel,
            PostgresJobs jobs) {
        this.dialect = dialect;
        this.calls = calls;
        this.submit = submit;
        this.quote = quote;
        this.edit = edit;
        this.remix = remix;
        this.extension = extension;
        this.cancel = cancel;
        this.jobs = jobs;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response create(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream content) {
        return submit.submitShared(dialect, headers, content, Address.of(request));
    }

    @POST
    @Path("edits")
    @Consumes(MediaType.WILDCARD)
    public Response edit(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream content) {
        return submit.submit(dialect, edit::submission, headers, content, Address.of(request));
    }

    @POST
    @Path("extensions")
    @Consumes(MediaType.WILDCARD)
    public Response extend(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream content) {
        return submit.submit(dialect, extension::submission, headers, content, Address.of(request));
    }

    @POST
    @Path("{id}/remix")
    @Consumes(MediaType.WILDCARD)
    public Response remix(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            @PathParam("id") String id,
            InputStream content) {
        return submit.submit(
                dialect,
                (call, body) -> remix.submission(call, body, id),
                headers,
                content,
                Address.of(request));
    }

    /// No provider keeps characters.
    @POST
    @Path("characters")
    @Consumes(MediaType.WILDCARD)
    public Response character(@Context HttpHeaders headers) {
        calls.caller(headers, Scope.JOBS_WRITE);
        return OpenAiErrors.notImplemented("Characters are not supported by this server.");
    }

    @GET
    @Path("characters/{character}")
    public Response character(
            @Context HttpHeaders headers, @PathParam("character") String character) {
        calls.caller(headers, Scope.JOBS_READ);
        throw new GatewayException(new GatewayError.NotFound("character"));
    }

    /// Credits and dollars are decimal strings, the end in Unix seconds.
    public record Quote(
            String quoteId, String credits, String usd, int expectedSeconds, long expiresAt) {}

    @POST
    @Path("quote")
    @Consumes(MediaType.WILDCARD)
    public Quote quote(@Context HttpHeaders headers, InputStream content) {
        var call = calls.call(headers);
        try (var body = calls.body(headers, content)) {
            var quoted = quote.quote(dialect.submission(call, body));
            return new Quote(
                    quoted.token(),
                    quoted.credits().toString(),
                    quoted.usd().toPlainString(),
                    quoted.expectedSeconds(),
                    quoted.expiresAt().getEpochSecond());
        }
    }

    @GET
    @Path("{id}")
    public Response get(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            @PathParam("id") String id) {
        var job = calls.job(headers, VideoId.parse(id));
        return dialect.answer(job, Address.of(request)).build();
    }

    private static GatewayException unknown() {
        return new GatewayException(new GatewayError.NotFound("video"));
    }

    @POST
    @Path("{id}/cancel")
    @Consumes(MediaType.WILDCARD)
    public Response cancel(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            @PathParam("id") String id) {
        var caller = calls.caller(headers, Scope.JOBS_WRITE);
        var job =
                VideoId.parse(id)
                        .flatMap(known -> cancel.cancel(caller.tenant(), known))
                        .orElseThrow(OpenAiVideos::unknown);
        return dialect.answer(job, Address.of(request)).build();
    }

    @GET
    public OpenAiPage<Object> list(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("order") @Nullable String order,
            @QueryParam("workspace") @Nullable String workspace) {
        var caller = calls.caller(headers, Scope.JOBS_READ);
        var asked = OpenAiPaging.read(after, limit, order);
        var found =
                jobs.page(
                        caller.tenant(),
                        OpenAiPaging.workspace(workspace),
                        asked.after(),
                        asked.limit() + 1,
                        asked.newestFirst());
        return OpenAiPage.of(
                found,
                asked.limit(),
                job -> VideoId.text(job.id()),
                job -> dialect.job(job, Address.of(request)));
    }

    public record Deleted(String id, String object, boolean deleted) {}

    @DELETE
    @Path("{id}")
    public Deleted delete(@Context HttpHeaders headers, @PathParam("id") String id) {
        var caller = calls.caller(headers, Scope.JOBS_WRITE);
        var job =
                VideoId.parse(id)
                        .flatMap(known -> jobs.find(caller.tenant(), known))
                        .orElseThrow(OpenAiVideos::unknown);
        if (!job.state().ended()) {
            throw new GatewayException(new GatewayError.NotEnded());
        }
        if (!jobs.delete(caller.tenant(), job.id())) {
            throw unknown();
        }
        return new Deleted(id, "video.deleted", true);
    }
}
