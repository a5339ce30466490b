package dev.reelay.api.event;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Follows a job: its history from the log, then what comes, until its end. The log is the queue,
/// so a stream holds nothing but its place.
@Singleton
public final class StreamEvents {
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final PostgresEvents events;
    private final TailEvents tail;
    private final EventConfig config;
    private final AtomicInteger open = new AtomicInteger();

    StreamEvents(PostgresEvents events, TailEvents tail, EventConfig config, MeterRegistry meters) {
        this.events = events;
        this.tail = tail;
        this.config = config;
        meters.gauge("reelay.event.streams", open);
    }

    /// A stream that may begin. To be closed.
    public final class Stream implements AutoCloseable {
        private final Job job;
        private final Watch watch;
        private final AtomicBoolean closed = new AtomicBoolean();
        private long position;

        private Stream(Job job, Watch watch, long position) {
            this.job = job;
            this.watch = watch;
            this.position = position;
        }

        /// Whether the client has seen everything there will ever be.
        public boolean isOver() {
            return job.state().ended() && events.after(job.tenant(), job.id(), position).isEmpty();
        }

        /// Returns at the end of the job's history, or when the client is gone.
        public void to(EventSink sink) throws IOException {
            sink.alive();
            var ended = job.state().ended();
            while (!closed.get() && sink.isWanted() && !tellNew(sink) && !ended) {
                if (!watch.await(config.heartbeat())) {
                    sink.alive();
                }
            }
        }

        /// True where the end was told.
        private boolean tellNew(EventSink sink) throws IOException {
            for (var event : events.after(job.tenant(), job.id(), position)) {
                sink.send(event);
                position = event.position();
                if (event.type().isEnd()) {
                    return true;
                }
            }
            return false;
        }

        /// Frees whoever waits for news. A second time does nothing.
        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                watch.ring();
                watch.close();
                open.decrementAndGet();
            }
        }
    }

    /// Throws {@link GatewayException} where this replica serves too many streams.
    ///
    /// @param job as it was found just now
    /// @param seen the last event that the client knows; one that is not of this job's log means
    ///   the whole history
    public Stream stream(Job job, @Nullable EventId seen) {
        if (open.incrementAndGet() > config.mostStreams()) {
            open.decrementAndGet();
            throw new GatewayException(new GatewayError.TryLater(WAIT));
        }
        var watch = tail.watch(job.id());
        try {
            return new Stream(job, watch, position(job, seen));
        } catch (RuntimeException e) {
            watch.close();
            open.decrementAndGet();
            throw e;
        }
    }

    private long position(Job job, @Nullable EventId seen) {
        return seen == null ? 0 : events.position(job.tenant(), job.id(), seen).orElse(0);
    }
}
