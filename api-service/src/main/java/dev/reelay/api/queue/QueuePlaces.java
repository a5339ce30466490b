package dev.reelay.api.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.worker.Worker;
import dev.reelay.api.worker.Worker.Question;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Where jobs stand. Nobody waits for an answer: what is known is shown, at most some seconds old,
/// and worker-service is asked meanwhile, once for all waiting jobs of a tenant, and only while
/// somebody looks at one.
@Singleton
public final class QueuePlaces {
    private static final Duration ASK_EACH = Duration.ofSeconds(3);
    private static final Duration SHOWN_FOR = Duration.ofSeconds(15);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
    private static final int MOST_TENANTS = 10_000;
    private static final int ASKING_AT_ONCE = 4;

    private final Worker worker;
    private final LoadingCache<TenantId, Map<JobId, QueuePlace>> known;
    private volatile long askAgainAt = System.nanoTime();

    QueuePlaces(Worker worker) {
        this.worker = worker;
        var threads = Thread.ofVirtual().name("queue-places-", 0).factory();
        this.known =
                Caffeine.newBuilder()
                        .maximumSize(MOST_TENANTS)
                        .refreshAfterWrite(ASK_EACH)
                        .expireAfterWrite(SHOWN_FOR)
                        .executor(Executors.newFixedThreadPool(ASKING_AT_ONCE, threads))
                        .build(this::ask);
    }

    /// Null where the job waits for nothing, for something else than a slot, or it is not known
    /// yet.
    public @Nullable QueuePlace of(Job job) {
        if (job.state() != JobState.QUEUED) {
            return null;
        }
        var places = known.getIfPresent(job.tenant());
        if (places == null) {
            var _ = known.refresh(job.tenant());
            return null;
        }
        return places.get(job.id());
    }

    private Map<JobId, QueuePlace> ask(TenantId tenant) {
        if (System.nanoTime() - askAgainAt < 0) {
            return Map.of();
        }
        try {
            var question = Question.get("/internal/tenants/" + tenant + "/queue", "queue");
            return read(worker.ask(question).body());
        } catch (RuntimeException e) { // a worker that is away is said by whoever asked it
            askAgainAt = System.nanoTime() + AFTER_FAILURE.toNanos();
            return Map.of();
        }
    }

    private static Map<JobId, QueuePlace> read(JsonNode body) {
        var places = new HashMap<JobId, QueuePlace>();
        for (var one : body.path("data")) {
            places.put(
                    JobId.of(one.path("job").asText()),
                    new QueuePlace(
                            one.path("position").asInt(),
                            one.path("expected_wait_seconds").asInt()));
        }
        return Map.copyOf(places);
    }
}
