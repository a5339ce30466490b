package dev.reelay.api.dialect.openai;

import dev.reelay.api.content.PacedOutput;
import dev.reelay.api.event.Event;
import dev.reelay.api.event.EventId;
import dev.reelay.api.event.EventSink;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Writes events as the HTML standard's `text/event-stream`, at the pace of the client. One that
/// takes nothing is dropped: it comes back with the last id it saw.
final class ServerSentEvents implements EventSink {
    private final OutputStream out;
    private final HttpServerResponse connection;
    private final BooleanSupplier mayRead;

    /// @param patience how long the client may take nothing
    ServerSentEvents(HttpServerResponse connection, BooleanSupplier mayRead, Duration patience) {
        this.out = new PacedOutput(connection, patience);
        this.connection = connection;
        this.mayRead = mayRead;
    }

    @Override
    public void send(Event event) throws IOException {
        write(
                "id: %s\nevent: %s\ndata: %s\n\n"
                        .formatted(event.id(), event.type().word(), event.body()));
    }

    /// What the client names when it comes back before an event was sent. It sees nothing of it.
    void beginAfter(EventId id) throws IOException {
        write("id: %s\n\n".formatted(id));
    }

    @Override
    public void alive() throws IOException {
        write(":\n\n");
    }

    private void write(String text) throws IOException {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            connection.reset();
            throw e;
        }
    }

    @Override
    public boolean isWanted() {
        return !connection.closed() && mayRead.getAsBoolean();
    }
}
