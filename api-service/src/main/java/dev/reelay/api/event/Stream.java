package dev.reelay.api.event;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Somebody who follows a part of the log. The log is the queue, so a stream holds nothing but its
/// place; it is read at the beginning and then when there are news, never in between. To be closed.
public final class Stream implements AutoCloseable {
    /// The part of the log that is followed.
    interface Part {
        /// The next events, not necessarily all of them; none where there are no more.
        List<Event> beyond(Place place);

        /// Whether nothing of the part can follow this.
        boolean endsWith(Event event);

        /// Whether nothing more is written.
        boolean isEnded();
    }

    private final Part part;
    private final Watch watch;
    private final Duration heartbeat;
    private final Consumer<Stream> freed;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Place place;

    /// @param watch that is rung when the part has news
    /// @param freed is told once, when the stream is closed
    Stream(Part part, Place place, Watch watch, Duration heartbeat, Consumer<Stream> freed) {
        this.part = part;
        this.place = place;
        this.watch = watch;
        this.heartbeat = heartbeat;
        this.freed = freed;
    }

    /// Whether the client has seen everything there will ever be.
    public boolean isOver() {
        return part.isEnded() && part.beyond(place).isEmpty();
    }

    /// Returns at the end of what is followed, when the client is gone or when this is closed.
    public void to(EventSink sink) throws IOException {
        sink.alive();
        var over = false;
        for (var news = true; !over && goesOn(sink); ) {
            over = news && tellNew(sink) || part.isEnded();
            if (!over) {
                news = watch.await(heartbeat);
                if (!news) {
                    sink.alive();
                }
            }
        }
    }

    private boolean goesOn(EventSink sink) {
        return !closed.get() && sink.isWanted();
    }

    /// True where the end was told.
    private boolean tellNew(EventSink sink) throws IOException {
        do {
            var news = part.beyond(place);
            if (news.isEmpty()) {
                return false;
            }
            for (var event : news) {
                sink.send(event);
                place = event.place();
                if (part.endsWith(event)) {
                    return true;
                }
            }
        } while (goesOn(sink));
        return false;
    }

    /// The next events; where there are none yet they are awaited, at most so long. None where none
    /// came, or this is closed.
    public List<Event> next(Duration most) {
        var end = System.nanoTime() + most.toNanos();
        while (true) {
            var news = part.beyond(place);
            var left = Duration.ofNanos(end - System.nanoTime());
            if (!news.isEmpty() || closed.get() || !left.isPositive()) {
                return news;
            }
            watch.await(left);
        }
    }

    /// Frees whoever waits for news. A second time does nothing.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            watch.ring();
            watch.close();
            freed.accept(this);
        }
    }
}
