package dev.reelay.api.event;

import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Follows a job, its history from the log and then what comes, until its end; or all that happens
/// to a tenant.
@Singleton
public final class StreamEvents {
    /// Many streams may have news at once; the other requests need the database too.
    private static final int READ_AT_ONCE = 8;

    private final PostgresEvents events;
    private final PostgresFeed feed;
    private final TailEvents tail;
    private final OpenStreams open;
    private final EventConfig config;
    private final Semaphore reads = new Semaphore(READ_AT_ONCE);

    StreamEvents(
            PostgresEvents events,
            PostgresFeed feed,
            TailEvents tail,
            OpenStreams open,
            EventConfig config) {
        this.events = events;
        this.feed = feed;
        this.tail = tail;
        this.open = open;
        this.config = config;
    }

    /// Throws {@link GatewayException} where there are too many streams.
    ///
    /// @param job as it was found just now
    /// @param seen the last event that the client knows; one that is not of this job's log means
    ///   the whole history
    public Stream stream(Job job, @Nullable EventId seen) {
        var place =
                seen == null
                        ? Place.START
                        : events.place(job.tenant(), job.id(), seen).orElse(Place.START);
        var history = new History(job.tenant(), job.id(), job.state().ended());
        return open(job.tenant(), history, place, tail.watch(job.id()));
    }

    /// Throws {@link GatewayException} where there are too many streams.
    ///
    /// @param atOnce how many events are read at a time, at most
    public Stream stream(TenantId tenant, Place place, Set<EventType> types, int atOnce) {
        return open(tenant, new Feed(tenant, types, atOnce), place, tail.watch(tenant));
    }

    private Stream open(TenantId tenant, Stream.Part part, Place place, Watch watch) {
        var stream =
                new Stream(
                        part, place, watch, config.heartbeat(), gone -> open.leave(tenant, gone));
        try {
            open.enter(tenant, stream);
            return stream;
        } catch (GatewayException e) {
            watch.close();
            throw e;
        }
    }

    private List<Event> read(Supplier<List<Event>> events) {
        reads.acquireUninterruptibly();
        try {
            return events.get();
        } finally {
            reads.release();
        }
    }

    /// What happens to one job. Nothing else of the job is kept, so that a stream costs little but
    /// its thread.
    private final class History implements Stream.Part {
        private final TenantId tenant;
        private final JobId job;
        private final boolean ended;

        History(TenantId tenant, JobId job, boolean ended) {
            this.tenant = tenant;
            this.job = job;
            this.ended = ended;
        }

        @Override
        public List<Event> beyond(Place place) {
            return read(() -> events.after(tenant, job, place));
        }

        @Override
        public boolean endsWith(Event event) {
            return event.type().isEnd();
        }

        @Override
        public boolean isEnded() {
            return ended;
        }
    }

    /// What happens to a tenant, for ever.
    private final class Feed implements Stream.Part {
        private final TenantId tenant;
        private final Set<EventType> types;
        private final int atOnce;

        Feed(TenantId tenant, Set<EventType> types, int atOnce) {
            this.tenant = tenant;
            this.types = types;
            this.atOnce = atOnce;
        }

        @Override
        public List<Event> beyond(Place place) {
            return read(() -> feed.beyond(tenant, place, types, atOnce));
        }

        @Override
        public boolean endsWith(Event event) {
            return false;
        }

        @Override
        public boolean isEnded() {
            return false;
        }
    }
}
