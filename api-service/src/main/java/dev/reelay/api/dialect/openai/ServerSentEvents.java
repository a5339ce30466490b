package dev.reelay.api.dialect.openai;

import dev.reelay.api.event.Event;
import dev.reelay.api.event.EventSink;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// Writes events as the HTML standard's `text/event-stream`. A client whose connection is full is
/// dropped rather than waited for: it comes back with the last id it saw.
final class ServerSentEvents implements EventSink {
    private final OutputStream out;
    private final HttpServerResponse connection;
    private final BooleanSupplier mayRead;

    ServerSentEvents(OutputStream out, HttpServerResponse connection, BooleanSupplier mayRead) {
        this.out = out;
        this.connection = connection;
        this.mayRead = mayRead;
    }

    @Override
    public void send(Event event) throws IOException {
        write(
                "id: %s\nevent: %s\ndata: %s\n\n"
                        .formatted(event.id(), event.type().word(), event.body()));
    }

    @Override
    public void alive() throws IOException {
        write(":\n\n");
    }

    private void write(String text) throws IOException {
        if (connection.closed() || connection.writeQueueFull()) {
            connection.reset();
            throw new IOException("the client of a stream is gone or too slow");
        }
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public boolean isWanted() {
        return !connection.closed() && mayRead.getAsBoolean();
    }
}
