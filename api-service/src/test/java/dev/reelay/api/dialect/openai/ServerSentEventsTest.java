package dev.reelay.api.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The server's side of a connection, as Vert.x shows it.
class ServerSentEventsTest {
    private final StringBuilder out = new StringBuilder();
    private final List<String> asked = new ArrayList<>();
    private Future<Void> left = Future.succeededFuture();
    private boolean closed;
    private boolean mayRead = true;

    private final HttpServerResponse connection =
            (HttpServerResponse)
                    Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {HttpServerResponse.class},
                            (self, method, arguments) -> {
                                asked.add(method.getName());
                                return switch (method.getName()) {
                                    case "closed" -> closed;
                                    case "write" -> write((Buffer) arguments[0]);
                                    case "setChunked" -> self;
                                    case "reset" -> true;
                                    default -> throw new AssertionError(method);
                                };
                            });
    private final ServerSentEvents events =
            new ServerSentEvents(connection, () -> mayRead, Duration.ofMillis(100));

    private Future<Void> write(Buffer bytes) {
        out.append(bytes);
        return left;
    }

    @Test
    void when_the_client_reads_then_it_is_written_to() throws IOException {
        events.alive();
        assertThat(out).hasToString(":\n\n");
        assertThat(events.isWanted()).isTrue();
        assertThat(asked).doesNotContain("reset");
    }

    @Test
    void when_the_client_does_not_read_then_it_is_dropped_after_a_while() {
        left = Promise.<Void>promise().future();
        assertThatIOException().isThrownBy(events::alive);
        assertThat(asked).contains("reset");
    }

    @Test
    void when_the_client_is_gone_then_that_is_seen() {
        closed = true;
        left = Future.failedFuture(new ClosedChannelException());
        assertThatIOException().isThrownBy(events::alive);
        assertThat(events.isWanted()).isFalse();
    }

    @Test
    void when_the_key_is_no_longer_valid_then_the_stream_is_not_wanted() {
        mayRead = false;
        assertThat(events.isWanted()).isFalse();
    }
}
