package dev.reelay.api.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.tenant.Plan;
import dev.reelay.common.id.TenantId;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;

/// How many requests a tenant may send a second, counted by each replica for itself. What changes
/// something has the plan's rate. Reading has ten times that, and at least one request a second for
/// each job that may be unfinished, so that nobody who polls every two seconds is ever refused. Ten
/// seconds' worth may come at once.
@Singleton
final class LimitRequests {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int READS_PER_WRITE = 10;
    private static final int MOST_REMEMBERED = 100_000;
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String COUNTED = LimitRequests.class.getName();

    private record Counted(TenantId tenant, String what, long perWindow) {}

    private final Cache<Counted, Bucket> buckets =
            Caffeine.newBuilder()
                    .maximumSize(MOST_REMEMBERED)
                    .expireAfterAccess(WINDOW.multipliedBy(2))
                    .build();

    /// Counts a request once, however often it is asked who sent it, and says on its answer how
    /// much is left. Throws {@link GatewayException} where nothing is.
    void count(Caller caller, RoutingContext request) {
        var perSecond = caller.plan().requestsPerSecond();
        if (perSecond == null || request.get(COUNTED) != null) {
            return;
        }
        request.put(COUNTED, Boolean.TRUE);
        var counted = counted(caller, request.request().method(), perSecond);
        var probe = buckets.get(counted, LimitRequests::bucket).tryConsumeAndReturnRemaining(1);
        tell(request, counted, probe);
        if (!probe.isConsumed()) {
            var wait = Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1);
            throw new GatewayException(
                    new GatewayError.TooMany(
                            "the plan %s has %d %s in %d seconds"
                                    .formatted(
                                            caller.plan().id(),
                                            counted.perWindow,
                                            counted.what,
                                            WINDOW.toSeconds()),
                            Duration.ofSeconds(wait.toSeconds())));
        }
    }

    private static Counted counted(Caller caller, HttpMethod method, int perSecond) {
        if (!READING.contains(method)) {
            return new Counted(caller.tenant(), "requests", perSecond * WINDOW.toSeconds());
        }
        var reads = Math.max((long) perSecond * READS_PER_WRITE, unfinished(caller.plan()));
        return new Counted(caller.tenant(), "reads", reads * WINDOW.toSeconds());
    }

    private static long unfinished(Plan plan) {
        var queued = plan.jobsQueued();
        return queued == null ? 0 : (long) queued + plan.jobsAtOnce();
    }

    private static Bucket bucket(Counted counted) {
        return Bucket.builder()
                .addLimit(
                        Bandwidth.builder()
                                .capacity(counted.perWindow)
                                .refillGreedy(counted.perWindow, WINDOW)
                                .build())
                .build();
    }

    /// As draft-ietf-httpapi-ratelimit-headers-10 has it: the quota and its window, what is left of
    /// it and in how many seconds all of it is there again.
    private static void tell(RoutingContext request, Counted counted, ConsumptionProbe probe) {
        var headers = request.response().headers();
        headers.set(
                "RateLimit-Policy",
                "\"%s\";q=%d;w=%d".formatted(counted.what, counted.perWindow, WINDOW.toSeconds()));
        headers.set(
                "RateLimit",
                "\"%s\";r=%d;t=%d"
                        .formatted(
                                counted.what,
                                probe.getRemainingTokens(),
                                Duration.ofNanos(probe.getNanosToWaitForReset())
                                        .plusMillis(999)
                                        .toSeconds()));
    }
}
