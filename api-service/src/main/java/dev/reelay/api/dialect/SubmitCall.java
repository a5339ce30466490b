package dev.reelay.api.dialect;

import dev.reelay.api.body.Body;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.request.Address;
import dev.reelay.api.submission.Submission;
import dev.reelay.api.submission.SubmitVideo;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.function.BiFunction;

/// Submits what a request says and answers in the same dialect.
@Singleton
public final class SubmitCall {
    private final ReadCall calls;
    private final SubmitVideo submit;
    private final List<Dialect> dialects;

    SubmitCall(ReadCall calls, SubmitVideo submit, @All List<Dialect> dialects) {
        this.calls = calls;
        this.submit = submit;
        this.dialects = dialects;
    }

    /// For a path that is the dialect's alone.
    public Response submit(
            Dialect dialect, HttpHeaders headers, InputStream content, Address address) {
        return submit(dialect, dialect::submission, headers, content, address);
    }

    /// For a path where the dialect reads bodies in a way of their own.
    public Response submit(
            Dialect dialect,
            BiFunction<Call, Body, Submission> read,
            HttpHeaders headers,
            InputStream content,
            Address address) {
        return submit(dialect, read, calls.call(headers), headers, content, address);
    }

    /// For a path that several dialects have: without a prefix the key's own dialect counts, if it
    /// has the path.
    ///
    /// @param usual for a key without a dialect
    public Response submitShared(
            Dialect usual, HttpHeaders headers, InputStream content, Address address) {
        var call = calls.call(headers);
        var dialect = address.prefix().isEmpty() ? dialectOf(call, address.path(), usual) : usual;
        try {
            return submit(dialect, dialect::submission, call, headers, content, address);
        } catch (GatewayException e) {
            return dialect.answer(e.error());
        }
    }

    private Dialect dialectOf(Call call, String path, Dialect usual) {
        return dialects.stream()
                .filter(d -> d.id().equals(call.caller().dialect()) && d.shares(path))
                .findFirst()
                .orElse(usual);
    }

    private Response submit(
            Dialect dialect,
            BiFunction<Call, Body, Submission> read,
            Call call,
            HttpHeaders headers,
            InputStream content,
            Address address) {
        try (var body = calls.body(headers, content)) {
            var accepted = submit.submit(read.apply(call, body));
            var answer = dialect.accepted(accepted.job(), address);
            if (accepted.replayed()) {
                answer.header("Idempotency-Replayed", "true");
            }
            return answer.build();
        }
    }
}
