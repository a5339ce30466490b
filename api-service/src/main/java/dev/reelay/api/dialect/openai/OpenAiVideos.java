package dev.reelay.api.dialect.openai;

import dev.reelay.api.body.Body;
import dev.reelay.api.body.ReadBody;
import dev.reelay.api.cancel.CancelVideo;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.PostgresJobs;
import dev.reelay.api.key.Caller;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.key.Scope;
import dev.reelay.api.request.TraceParent;
import dev.reelay.api.submission.QuoteVideo;
import dev.reelay.api.submission.SubmitVideo;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/videos`: turns HTTP into a submission and a job into HTTP.
@Path("/v1/videos")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiVideos {
    private static final String POLL_AFTER = "openai-poll-after-ms";
    private static final int QUICK_SECONDS = 10;
    private static final int QUICK_POLL_MILLIS = 1000;
    private static final int POLL_MILLIS = 5000;

    private final OpenAiDialect dialect;
    private final IdentifyCaller callers;
    private final ReadBody bodies;
    private final SubmitVideo submit;
    private final QuoteVideo quote;
    private final CancelVideo cancel;
    private final PostgresJobs jobs;

    OpenAiVideos(
            OpenAiDialect dialect,
            IdentifyCaller callers,
            ReadBody bodies,
            SubmitVideo submit,
            QuoteVideo quote,
            CancelVideo cancel,
            PostgresJobs jobs) {
        this.dialect = dialect;
        this.callers = callers;
        this.bodies = bodies;
        this.submit = submit;
        this.quote = quote;
        this.cancel = cancel;
        this.jobs = jobs;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response create(@Context HttpHeaders headers, InputStream content) {
        var call = call(headers);
        try (var body = read(headers, content)) {
            var accepted = submit.submit(dialect.submission(call, body));
            var answer = answer(accepted.job());
            if (accepted.replayed()) {
                answer.header("Idempotency-Replayed", "true");
            }
            return answer.build();
        }
    }

    /// Credits and dollars are decimal strings, the end in Unix seconds.
    public record Quote(
            String quoteId, String credits, String usd, int expectedSeconds, long expiresAt) {}

    @POST
    @Path("quote")
    @Consumes(MediaType.WILDCARD)
    public Quote quote(@Context HttpHeaders headers, InputStream content) {
        var call = call(headers);
        try (var body = read(headers, content)) {
            var quoted = quote.quote(dialect.submission(call, body));
            return new Quote(
                    quoted.token(),
                    quoted.credits().toString(),
                    quoted.usd().toPlainString(),
                    quoted.expectedSeconds(),
                    quoted.expiresAt().getEpochSecond());
        }
    }

    private Call call(HttpHeaders headers) {
        return new Call(
                caller(headers, Scope.JOBS_WRITE),
                headers.getHeaderString("Idempotency-Key"),
                TraceParent.of(headers.getHeaderString("traceparent")));
    }

    private Body read(HttpHeaders headers, InputStream content) {
        return bodies.read(
                content,
                headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
                headers.getHeaderString(HttpHeaders.CONTENT_LENGTH));
    }

    private Caller caller(HttpHeaders headers, Scope scope) {
        return callers.caller(headers.getHeaderString(HttpHeaders.AUTHORIZATION), scope);
    }

    @GET
    @Path("{id}")
    public Response get(@Context HttpHeaders headers, @PathParam("id") String id) {
        var caller = caller(headers, Scope.JOBS_READ);
        return answer(find(caller, id)).build();
    }

    private Job find(Caller caller, String id) {
        return VideoId.parse(id)
                .flatMap(job -> jobs.find(caller.tenant(), job))
                .orElseThrow(OpenAiVideos::unknown);
    }

    private static GatewayException unknown() {
        return new GatewayException(new GatewayError.NotFound("video"));
    }

    private Response.ResponseBuilder answer(Job job) {
        var answer = Response.ok(dialect.job(job));
        if (!job.state().ended()) {
            answer.header(
                    POLL_AFTER,
                    job.expectedSeconds() <= QUICK_SECONDS ? QUICK_POLL_MILLIS : POLL_MILLIS);
        }
        return answer;
    }

    @POST
    @Path("{id}/cancel")
    @Consumes(MediaType.WILDCARD)
    public Response cancel(@Context HttpHeaders headers, @PathParam("id") String id) {
        var caller = caller(headers, Scope.JOBS_WRITE);
        var job =
                VideoId.parse(id)
                        .flatMap(known -> cancel.cancel(caller.tenant(), known))
                        .orElseThrow(OpenAiVideos::unknown);
        return answer(job).build();
    }

    /// A page; `last_id` is the next `after`.
    public record Page(
            String object,
            List<Object> data,
            @Nullable String firstId,
            @Nullable String lastId,
            boolean hasMore) {}

    @GET
    public Page list(
            @Context HttpHeaders headers,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("order") @Nullable String order) {
        var caller = caller(headers, Scope.JOBS_READ);
        var asked = OpenAiPaging.read(after, limit, order);
        var found =
                jobs.page(caller.tenant(), asked.after(), asked.limit() + 1, asked.newestFirst());
        var page = found.subList(0, Math.min(found.size(), asked.limit()));
        return new Page(
                "list",
                page.stream().<Object>map(dialect::job).toList(),
                page.isEmpty() ? null : VideoId.text(page.getFirst().id()),
                page.isEmpty() ? null : VideoId.text(page.getLast().id()),
                found.size() > page.size());
    }

    public record Deleted(String id, String object, boolean deleted) {}

    @DELETE
    @Path("{id}")
    public Deleted delete(@Context HttpHeaders headers, @PathParam("id") String id) {
        var caller = caller(headers, Scope.JOBS_WRITE);
        var job = find(caller, id);
        if (!job.state().ended()) {
            throw new GatewayException(new GatewayError.NotEnded());
        }
        if (!jobs.delete(caller.tenant(), job.id())) {
            throw unknown();
        }
        return new Deleted(id, "video.deleted", true);
    }
}
