package dev.reelay.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Servers that want more than an answer's worth of time, memory or trust.
class HostileServerTest {
    private static final long MOST = 100_000;
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final String HEAD = "HTTP/1.1 200 OK\r\n";

    @TempDir Path folder;
    private final Egress egress =
            new Egress(
                    EgressBench.config(
                            Map.of(
                                    "reelay.egress.loopback", "true",
                                    "reelay.egress.silence", "1s")),
                    host ->
                            List.of(
                                    InetAddress.ofLiteral(
                                            host.equals("localhost") ? "127.0.0.1" : host)));

    @AfterEach
    void close() throws IOException {
        egress.close();
    }

    private EgressAnswer post(String url) {
        return egress.call(
                EgressRequest.post(
                        URI.create(url),
                        Map.of("webhook-signature", "v1,secret"),
                        "{}".getBytes(StandardCharsets.UTF_8),
                        LIMIT,
                        1000));
    }

    private FetchAnswer fetch(String url, Duration limit) {
        return egress.fetch(new FetchRequest(URI.create(url), limit, MOST), folder.resolve("file"));
    }

    private static String url(RawServer server) {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    /// Each sends without an end, slowly.
    enum Drip {
        STATUS_LINE("H", "T"),
        HEADERS(HEAD, "a: b\r\n"),
        ONE_HEADER(HEAD + "a: ", "b"),
        INTERIM_ANSWERS("", "HTTP/1.1 103 Early Hints\r\n\r\n"),
        BODY(HEAD + "Content-Length: 90000\r\n\r\n", "b"),
        PIECES(HEAD + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nb\r\n"),
        TRAILERS(HEAD + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "a: b\r\n");

        private static final Duration BETWEEN = Duration.ofMillis(50);

        private final String first;
        private final String again;

        Drip(String first, String again) {
            this.first = first;
            this.again = again;
        }

        void answer(String head, Socket client) throws IOException {
            RawServer.say(client.getOutputStream(), first);
            while (true) {
                RawServer.say(client.getOutputStream(), again);
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void when_an_answer_comes_in_drops_then_the_limit_ends_it(Drip drip) {
        try (var server = new RawServer(drip::answer)) {
            assertThat(fetch(url(server), LIMIT))
                    .isEqualTo(new FetchAnswer.NoAnswer("no answer in time"));
            if (drip.ordinal() < Drip.BODY.ordinal()) {
                assertThat(post(url(server)))
                        .isEqualTo(new EgressAnswer.NoAnswer("no answer in time"));
            }
        }
    }

    @Test
    void when_tls_is_begun_and_never_ended_then_the_limit_ends_it() {
        try (var canary = new Canary()) {
            assertThat(fetch("https://localhost:" + canary.port() + "/", LIMIT))
                    .isEqualTo(new FetchAnswer.NoAnswer("no answer in time"));
            await().until(() -> canary.connects() == 1);
        }
    }

    /// Each says something and then nothing more.
    enum Silence {
        AT_ONCE(""),
        IN_THE_HEADERS(HEAD + "a: b\r\n"),
        IN_THE_FILE(HEAD + "Content-Length: 90000\r\n\r\nb");

        private final String first;

        Silence(String first) {
            this.first = first;
        }

        void answer(String head, Socket client) throws IOException {
            RawServer.say(client.getOutputStream(), first);
            var unused = client.getInputStream().read(); // until the other side leaves
        }
    }

    @ParameterizedTest
    @EnumSource
    void when_a_server_falls_silent_then_its_file_is_not_waited_for_to_the_limit(Silence silence) {
        try (var server = new RawServer(silence::answer)) {
            assertThat(fetch(url(server), Duration.ofMinutes(15)))
                    .isEqualTo(new FetchAnswer.NoAnswer("no answer in time"));
        }
    }

    @Test
    void when_an_open_file_stops_or_goes_on_too_long_then_reading_it_says_so() throws IOException {
        var endless = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
        try (var drip = new RawServer(Drip.PIECES::answer);
                var download = egress.open(new FetchRequest(URI.create(url(drip)), LIMIT, MOST))) {
            assertThat(download.length()).isEqualTo(-1);
            assertThatThrownBy(download::readAllBytes).isInstanceOf(IOException.class);
        }
        try (var flood =
                        new RawServer(
                                (_, client) -> {
                                    RawServer.say(client.getOutputStream(), endless);
                                    while (true) {
                                        RawServer.say(
                                                client.getOutputStream(),
                                                "400\r\n" + "b".repeat(0x400) + "\r\n");
                                    }
                                });
                var download =
                        egress.open(
                                new FetchRequest(
                                        URI.create(url(flood)), Duration.ofSeconds(20), MOST))) {
            assertThatThrownBy(download::readAllBytes).isInstanceOf(TooLargeException.class);
        }
    }

    /// Each sends without an end, as fast as it is taken.
    enum Flood {
        HEADERS(HEAD, "a: b\r\n"),
        ONE_HEADER(HEAD + "a: ", "b".repeat(1000)),
        FOLDED_HEADER(HEAD + "a: b\r\n", " " + "b".repeat(1000) + "\r\n"),
        STATUS_LINE("HTTP/1.1 200 ", "K".repeat(1000));

        private final String first;
        private final String again;

        Flood(String first, String again) {
            this.first = first;
            this.again = again;
        }

        void answer(String head, Socket client) throws IOException {
            RawServer.say(client.getOutputStream(), first);
            while (true) {
                RawServer.say(client.getOutputStream(), again);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void when_headers_never_end_then_they_are_no_answer(Flood flood) {
        try (var server = new RawServer(flood::answer)) {
            var broken = "the connection broke or the answer is no HTTP";
            var patient = Duration.ofSeconds(20);
            assertThat(fetch(url(server), patient)).isEqualTo(new FetchAnswer.NoAnswer(broken));
        }
    }

    @Test
    void when_a_file_is_packed_then_it_stays_packed_and_small() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[50 << 20]);
        }
        try (var server =
                new RawServer(
                        (_, client) -> {
                            RawServer.say(
                                    client.getOutputStream(),
                                    HEAD
                                            + "Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                                                    .formatted(packed.size()));
                            client.getOutputStream().write(packed.toByteArray());
                        })) {
            assertThat(fetch(url(server), Duration.ofSeconds(20)))
                    .isEqualTo(new FetchAnswer.Fetched(packed.size()));
            assertThat(Files.readAllBytes(folder.resolve("file"))).isEqualTo(packed.toByteArray());
            assertThat(server.heads.getFirst()).doesNotContainIgnoringCase("accept-encoding");
        }
    }

    @Nested
    class GivenAServerThatLeadsOn {
        @Test
        void when_it_leads_in_a_circle_then_it_is_left_after_five_steps() {
            try (var server = new RawServer(RawServer.redirect("/again?and=again"))) {
                assertThat(fetch(url(server), Duration.ofSeconds(20)))
                        .isEqualTo(new FetchAnswer.TooManyRedirects());
                assertThat(server.connects()).isEqualTo(6);
            }
        }

        @Test
        void when_it_leads_to_another_server_then_that_one_learns_nothing_of_the_first() {
            try (var second =
                            new RawServer(
                                    (_, client) ->
                                            RawServer.say(
                                                    client.getOutputStream(),
                                                    HEAD + "Content-Length: 0\r\n\r\n"));
                    var first = new RawServer(RawServer.redirect(url(second) + "file"))) {
                var start = url(first) + "signed?signature=secret";
                assertThat(fetch(start, Duration.ofSeconds(20)))
                        .isEqualTo(new FetchAnswer.Fetched(0));

                assertThat(second.heads.getFirst().lines())
                        .containsExactlyInAnyOrder(
                                "GET /file HTTP/1.1",
                                "Host: 127.0.0.1:" + second.port(),
                                "User-Agent: Reelay",
                                "Connection: keep-alive",
                                "");
            }
        }

        @Test
        void when_a_callback_is_led_on_then_its_signature_goes_nowhere_else() {
            try (var canary = new Canary();
                    var server =
                            new RawServer(
                                    RawServer.redirect("http://127.0.0.1:" + canary.port()))) {
                assertThat(post(url(server)))
                        .isInstanceOfSatisfying(
                                EgressAnswer.Answered.class,
                                answered -> assertThat(answered.status()).isEqualTo(302));
                assertThat(canary.connects()).isZero();
            }
        }
    }
}
