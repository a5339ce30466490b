package dev.reelay.api.dialect;

import dev.reelay.api.body.Body;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.request.Address;
import dev.reelay.api.submission.Submission;
import dev.reelay.api.submission.SubmitVideo;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// Submits what a request says and answers in the same dialect.
@Singleton
public final class SubmitCall {
    private final ReadCall calls;
    private final SubmitVideo submit;
    private final ChooseDialect choose;

    SubmitCall(ReadCall calls, SubmitVideo submit, ChooseDialect choose) {
        this.calls = calls;
        this.submit = submit;
        this.choose = choose;
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
        var call = calls.call(headers);
        var accepted = accept(dialect, read, call, () -> calls.body(headers, content));
        return answer(dialect, accepted, call, address);
    }

    /// For a path that several dialects have: without a prefix the key's own dialect counts, if it
    /// has the path, then what the body looks like.
    ///
    /// @param usual for a request that tells nothing
    public Response submitShared(
            Dialect usual, HttpHeaders headers, InputStream content, Address address) {
        if (!address.prefix().isEmpty()) {
            return submit(usual, headers, content, address);
        }
        var call = calls.call(headers);
        var taken =
                choose.byKey(call.caller(), address.path())
                        .map(own -> take(own, call, () -> calls.body(headers, content)))
                        .orElseGet(() -> takeByBody(usual, call, headers, content, address));
        try {
            return answer(taken.dialect(), taken.accepted().get(), call, address);
        } catch (GatewayException e) {
            return taken.dialect().answer(e.error());
        }
    }

    /// @param accepted throws what the dialect is to word
    private record Taken(Dialect dialect, Supplier<SubmitVideo.Accepted> accepted) {}

    private Taken takeByBody(
            Dialect usual, Call call, HttpHeaders headers, InputStream content, Address address) {
        try (var body = calls.body(headers, content)) {
            return take(choose.byBody(body, address.path(), usual), call, () -> body);
        }
    }

    private Taken take(Dialect dialect, Call call, Supplier<Body> body) {
        try {
            var accepted = accept(dialect, dialect::submission, call, body);
            return new Taken(dialect, () -> accepted);
        } catch (GatewayException e) {
            return new Taken(
                    dialect,
                    () -> {
                        throw e;
                    });
        }
    }

    /// The body is gone when this returns: the answer may take long.
    private SubmitVideo.Accepted accept(
            Dialect dialect,
            BiFunction<Call, Body, Submission> read,
            Call call,
            Supplier<Body> given) {
        dialect.admit(call.caller());
        try (var body = given.get()) {
            return submit.submit(read.apply(call, body));
        }
    }

    private static Response answer(
            Dialect dialect, SubmitVideo.Accepted accepted, Call call, Address address) {
        var replayed = accepted.replayed();
        var answer = dialect.accepted(accepted.job(), call, address);
        if (replayed) {
            answer.header("Idempotency-Replayed", "true");
        }
        return answer.build();
    }
}
