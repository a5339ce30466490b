package dev.reelay.api.event;

import java.io.IOException;

/// One client that follows a part of the log. One that takes nothing for a while is given up.
public interface EventSink {
    /// Throws `IOException` where the client is gone or too slow.
    void send(Event event) throws IOException;

    /// Says that the stream lives. Throws as {@link #send} does.
    void alive() throws IOException;

    /// Whether it makes sense to go on: the client is there and may still see this.
    boolean isWanted();
}
