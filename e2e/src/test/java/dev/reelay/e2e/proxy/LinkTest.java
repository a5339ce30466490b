package dev.reelay.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A link between a client and a server that says each line back in capitals.
@Timeout(120)
class LinkTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int PATIENT_MILLIS = 30_000;
    private static final int SHORT_MILLIS = 700;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private Link link;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        link = new Link("test", server.getLocalPort(), Fate.none());
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            while (true) {
                var line = line(socket);
                if (line.isEmpty()) {
                    return;
                }
                heard.add(line);
                say(socket, line.toUpperCase(java.util.Locale.ROOT) + "\n");
            }
        } catch (IOException e) {
            // the link has cut it
        }
    }

    private Socket client() throws IOException {
        return client(link);
    }

    private static Socket client(Link link) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), link.port());
        socket.setSoTimeout(PATIENT_MILLIS);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// Up to the end of the line, or of the stream.
    private static String line(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (var next = socket.getInputStream().read();
                next >= 0 && next != '\n';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    private static String ask(Socket socket, String text) throws IOException {
        say(socket, text + "\n");
        return line(socket);
    }

    @Nested
    class GivenASoundLink {
        @Test
        void when_bytes_are_sent_then_they_pass_both_ways() throws IOException {
            try (var client = client()) {
                assertThat(ask(client, "a kite")).isEqualTo("A KITE");
                assertThat(ask(client, "x".repeat(200_000))).isEqualTo("X".repeat(200_000));
            }
        }

        @Test
        void when_the_client_ends_its_side_then_it_still_gets_the_answers() throws IOException {
            try (var client = client()) {
                say(client, "one\ntwo\n");
                client.shutdownOutput();
                assertThat(line(client)).isEqualTo("ONE");
                assertThat(line(client)).isEqualTo("TWO");
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }

        @Test
        void when_nobody_is_behind_it_then_clients_are_reset() throws IOException {
            server.close();
            try (var client = client()) {
                assertThatThrownBy(() -> client.getInputStream().read())
                        .isInstanceOf(SocketException.class);
            }
        }
    }

    @Nested
    class GivenAStrike {
        @Test
        void when_it_is_a_reset_then_open_connections_and_new_ones_break_until_it_is_over()
                throws IOException {
            try (var before = client()) {
                ask(before, "hello");
                link.strike(Flaw.RESET);
                assertThatThrownBy(() -> before.getInputStream().read())
                        .isInstanceOf(SocketException.class);
            }
            try (var during = client()) {
                assertThatThrownBy(() -> ask(during, "hello")).isInstanceOf(SocketException.class);
            }
            link.heal();
            try (var after = client()) {
                assertThat(ask(after, "hello")).isEqualTo("HELLO");
            }
        }

        @Test
        void when_it_is_a_black_hole_then_nothing_passes_and_then_all_of_it() throws IOException {
            try (var client = client()) {
                ask(client, "hello");
                link.strike(Flaw.BLACK_HOLE);
                say(client, "later\n");
                client.setSoTimeout(SHORT_MILLIS);
                assertThatThrownBy(() -> line(client)).isInstanceOf(SocketTimeoutException.class);
                assertThat(heard).containsExactly("hello");

                link.heal();
                client.setSoTimeout(PATIENT_MILLIS);
                assertThat(line(client)).isEqualTo("LATER");
            }
        }

        @Test
        void when_it_is_a_half_close_then_the_client_hears_the_end_and_is_still_heard()
                throws IOException {
            try (var client = client()) {
                ask(client, "hello");
                link.strike(Flaw.HALF_CLOSE);
                assertThat(client.getInputStream().read()).isEqualTo(-1);
                say(client, "still here\n");
                Awaitility.await().atMost(LIMIT).until(() -> heard.contains("still here"));
            }
        }

        @Test
        void when_it_is_a_lost_answer_then_the_request_arrives_and_the_client_is_reset()
                throws IOException {
            try (var client = client()) {
                ask(client, "hello");
                link.strike(Flaw.LOST_ANSWER);
                assertThatThrownBy(() -> ask(client, "buy it")).isInstanceOf(SocketException.class);
                assertThat(heard).containsExactly("hello", "buy it");
            }
        }

        @Test
        void when_it_is_latency_then_all_arrives_but_later() throws IOException {
            try (var client = client()) {
                ask(client, "hello");
                link.strike(Flaw.LATENCY);
                var begun = System.nanoTime();
                assertThat(ask(client, "slow")).isEqualTo("SLOW");
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isGreaterThanOrEqualTo(Duration.ofMillis(500));
            }
        }

        @Test
        void when_it_is_a_trickle_then_all_arrives_but_slowly() throws IOException {
            try (var client = client()) {
                link.strike(Flaw.TRICKLE);
                var begun = System.nanoTime();
                assertThat(ask(client, "x".repeat(999))).isEqualTo("X".repeat(999));
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            }
        }

        @Test
        void when_it_is_503_then_a_request_is_refused_and_never_arrives() throws IOException {
            link.strike(Flaw.UNAVAILABLE);
            try (var client = client()) {
                say(client, "PUT /bucket/key HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(line(client)).isEqualTo("HTTP/1.1 503 Service Unavailable\r");
                assertThat(heard).isEmpty();
            }
            try (var other = client()) {
                assertThat(ask(other, "not http")).isEqualTo("NOT HTTP");
            }
            assertThat(link.met()).containsEntry(Flaw.UNAVAILABLE, 1);
        }
    }

    @Nested
    class GivenAFateFromASeed {
        private static final int MANY = 2000;

        @Test
        void when_it_is_drawn_twice_then_the_same_connections_fail_alike() {
            assertThat(lots(7)).isEqualTo(lots(7)).isNotEqualTo(lots(8));
        }

        @Test
        void when_a_tenth_is_to_fail_then_about_a_tenth_does() {
            var failing = lots(7).stream().filter(lot -> !lot.equals("none")).count();
            assertThat(failing).isBetween(MANY / 10 - 60L, MANY / 10 + 60L);
        }

        @Test
        void when_all_are_to_be_reset_then_they_are() throws IOException {
            try (var doomed =
                            new Link(
                                    "doomed",
                                    server.getLocalPort(),
                                    new Fate(1, 100, List.of(Flaw.RESET)));
                    var client = client(doomed)) {
                assertThatThrownBy(
                                () -> {
                                    while (true) {
                                        ask(client, "more");
                                    }
                                })
                        .isInstanceOf(SocketException.class);
                assertThat(doomed.met()).containsEntry(Flaw.RESET, 1);
                assertThat(doomed.opened()).isOne();
            }
        }

        private List<String> lots(long seed) {
            var fate = new Fate(seed, 10, List.of(Flaw.values()));
            return IntStream.range(0, MANY)
                    .mapToObj(_ -> fate.draw().map(Object::toString).orElse("none"))
                    .toList();
        }
    }
}
