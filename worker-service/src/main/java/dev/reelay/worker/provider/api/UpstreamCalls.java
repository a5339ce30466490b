package dev.reelay.worker.provider.api;

import dev.reelay.worker.egress.Download;
import dev.reelay.worker.egress.Egress;
import dev.reelay.worker.egress.EgressAnswer;
import dev.reelay.worker.egress.EgressAnswer.Answered;
import dev.reelay.worker.egress.EgressRequest;
import dev.reelay.worker.egress.FetchRequest;
import dev.reelay.worker.provider.api.AccessTokens.Login;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/// Sends an account's calls to its upstream, with an access token where that gives such.
final class UpstreamCalls {
    private static final int MOST_ANSWER = 1024 * 1024;
    private static final int UNAUTHORIZED = 401;

    private final URI base;
    private final Egress egress;
    private final ApiConfig config;
    private final AccessTokens tokens;

    UpstreamCalls(URI base, ProviderApi api, Egress egress, ApiConfig config) {
        this.base = base;
        this.egress = egress;
        this.config = config;
        tokens =
                new AccessTokens(
                        api,
                        call -> send(call, config.callLimit().dividedBy(2)),
                        InstantSource.system());
    }

    EgressAnswer call(ApiCall call) {
        return call(call, config.callLimit());
    }

    EgressAnswer call(ApiCall call, Duration limit) {
        if (!call.needsToken()) {
            return send(call, limit);
        }
        var end = System.nanoTime() + limit.toNanos();
        return switch (tokens.get()) {
            case Login.In(var token) -> shown(token, send(call.bearer(token), left(end)));
            case Login.Out(var answer) -> answer;
        };
    }

    /// What is left until then, by `System.nanoTime`.
    static Duration left(long end) {
        return Duration.ofNanos(end - System.nanoTime());
    }

    /// A token may end before its time.
    private EgressAnswer shown(String token, EgressAnswer answer) {
        if (answer instanceof Answered answered && answered.status() == UNAUTHORIZED) {
            tokens.forget(token);
        }
        return answer;
    }

    private EgressAnswer send(ApiCall call, Duration limit) {
        if (!limit.isPositive()) {
            return new EgressAnswer.NotSent("no time was left to send it");
        }
        return egress.call(
                new EgressRequest(
                        call.method(), at(call), call.headers(), call.body(), limit, MOST_ANSWER));
    }

    /// Opens a file; the caller closes it.
    Download open(ApiCall fetch) throws IOException {
        var call = entitled(fetch);
        return egress.open(
                new FetchRequest(
                        at(call), call.headers(), config.fileLimit(), config.largestFile()));
    }

    private ApiCall entitled(ApiCall call) throws IOException {
        if (!call.needsToken()) {
            return call;
        }
        return switch (tokens.get()) {
            case Login.In(var token) -> call.bearer(token);
            case Login.Out _ -> throw new IOException("the provider gives no access token");
        };
    }

    private URI at(ApiCall call) {
        return call.at().startsWith("/") ? URI.create(base + call.at()) : URI.create(call.at());
    }
}
