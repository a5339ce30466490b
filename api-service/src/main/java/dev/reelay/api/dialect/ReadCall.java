package dev.reelay.api.dialect;

import dev.reelay.api.body.Body;
import dev.reelay.api.body.ReadBody;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.PostgresJobs;
import dev.reelay.api.key.Caller;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.key.Scope;
import dev.reelay.api.request.TraceParent;
import dev.reelay.common.id.JobId;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads from a request what every dialect needs: who calls, the body, the job that is meant.
/// Refuses by {@link GatewayException}.
@Singleton
public final class ReadCall {
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

    private final IdentifyCaller callers;
    private final ReadBody bodies;
    private final PostgresJobs jobs;

    ReadCall(IdentifyCaller callers, ReadBody bodies, PostgresJobs jobs) {
        this.callers = callers;
        this.bodies = bodies;
        this.jobs = jobs;
    }

    public Caller caller(HttpHeaders headers, Scope scope) {
        return callers.caller(headers.getHeaderString(HttpHeaders.AUTHORIZATION), scope);
    }

    /// Who submits, and the headers that count.
    public Call call(HttpHeaders headers) {
        return new Call(
                caller(headers, Scope.JOBS_WRITE),
                headers.getHeaderString("Idempotency-Key"),
                headers.getHeaderString("X-Stainless-Retry-Count"),
                TraceParent.of(headers.getHeaderString("traceparent")),
                headers.getHeaderString("Prefer"));
    }

    /// Close it.
    public Body body(HttpHeaders headers, InputStream content) {
        return bodies.read(headers, content);
    }

    /// A JSON body. Close it.
    public Body json(HttpHeaders headers, InputStream content) {
        var body = body(headers, content);
        try {
            return body.mustBeJson();
        } catch (GatewayException e) {
            body.close();
            throw e;
        }
    }

    /// A JSON body, as an object without members where the request comes without one. Close it.
    public Body jsonOrNothing(HttpHeaders headers, InputStream content) {
        var pushed = new PushbackInputStream(content);
        try {
            var first = pushed.read();
            if (first == -1) {
                return bodies.read(new ByteArrayInputStream(NOTHING), null, null);
            }
            pushed.unread(first);
        } catch (IOException e) {
            throw new GatewayException(
                    new GatewayError.MalformedBody("the body ended before it was complete"));
        }
        return json(headers, pushed);
    }

    /// The caller's own job; a foreign one is refused as an unknown one is.
    public Job job(HttpHeaders headers, Optional<JobId> id) {
        var caller = caller(headers, Scope.JOBS_READ);
        return id.flatMap(job -> jobs.find(caller.tenant(), job))
                .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("video")));
    }
}
