package dev.reelay.api.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The server's side of a connection, as Vert.x shows it.
class ServerSentEventsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> asked = new ArrayList<>();
    private boolean full;
    private boolean closed;
    private boolean mayRead = true;

    private final HttpServerResponse connection =
            (HttpServerResponse)
                    Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {HttpServerResponse.class},
                            (_, method, _) -> {
                                asked.add(method.getName());
                                return switch (method.getName()) {
                                    case "closed" -> closed;
                                    case "writeQueueFull" -> full;
                                    case "reset" -> true;
                                    default -> throw new AssertionError(method);
                                };
                            });
    private final ServerSentEvents events = new ServerSentEvents(out, connection, () -> mayRead);

    @Test
    void when_the_client_reads_then_it_is_written_to() throws IOException {
        events.alive();
        assertThat(out).hasToString(":\n\n");
        assertThat(events.isWanted()).isTrue();
        assertThat(asked).doesNotContain("reset");
    }

    @Test
    void when_the_client_does_not_read_then_it_is_dropped_and_not_waited_for() {
        full = true;
        assertThatIOException().isThrownBy(events::alive);
        assertThat(out.size()).isZero();
        assertThat(asked).contains("reset");
    }

    @Test
    void when_the_client_is_gone_then_nothing_more_is_written() {
        closed = true;
        assertThatIOException().isThrownBy(events::alive);
        assertThat(events.isWanted()).isFalse();
        assertThat(out.size()).isZero();
    }

    @Test
    void when_the_key_is_no_longer_valid_then_the_stream_is_not_wanted() {
        mayRead = false;
        assertThat(events.isWanted()).isFalse();
    }
}
