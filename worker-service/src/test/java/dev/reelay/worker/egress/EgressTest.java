package dev.reelay.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reelay.worker.egress.EgressAnswer.Answered;
import dev.reelay.worker.egress.EgressAnswer.NoAnswer;
import dev.reelay.worker.egress.EgressAnswer.NotAllowed;
import dev.reelay.worker.egress.EgressAnswer.NotSent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {
    private final AtomicInteger lookups = new AtomicInteger();
    private final Canary canary = new Canary();
    private HttpServer server;
    private volatile Handling handling = exchange -> answer(exchange, 204, new byte[0]);

    private interface Handling {
        void handle(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> handling.handle(exchange));
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        canary.close();
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Egress egress(boolean loopback, NameLookup names) {
        return new Egress(
                EgressBench.config(Map.of("reelay.egress.loopback", String.valueOf(loopback))),
                names);
    }

    private NameLookup always(String... addresses) {
        return _ -> {
            lookups.incrementAndGet();
            var all = new ArrayList<InetAddress>();
            for (var address : addresses) {
                all.add(InetAddress.ofLiteral(address));
            }
            return List.copyOf(all);
        };
    }

    private static EgressRequest to(String url) {
        return to(url, Duration.ofSeconds(10));
    }

    private static EgressRequest to(String url, Duration limit) {
        return EgressRequest.post(
                URI.create(url),
                Map.of("webhook-id", "evt_1"),
                "{}".getBytes(StandardCharsets.UTF_8),
                limit,
                16 * 1024);
    }

    private String here(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Nested
    class GivenAnAddressOfTheInnerNetwork {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://hooks.example.com/",
                    "https://hooks.example.com:8443/",
                    "https://HOOKS.example.com./"
                })
        void when_a_name_means_this_machine_then_nothing_connects(String url) {
            var answer = egress(false, always("127.0.0.1")).call(to(url));
            assertThat(answer).isEqualTo(new NotAllowed("the address is not public"));
        }

        @Test
        void when_only_one_of_its_addresses_is_inner_then_none_is_called() {
            assertThat(
                            egress(false, always("93.184.216.34", "10.0.0.1"))
                                    .call(to("https://hooks.example.com/")))
                    .isInstanceOf(NotAllowed.class);
            assertThat(
                            egress(true, always("127.0.0.1", "10.0.0.1"))
                                    .call(to("https://hooks.example.com/")))
                    .isInstanceOf(NotAllowed.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://hooks.example.com/",
                    "https://hooks.example.com:22/",
                    "https://user@hooks.example.com/",
                    "ftp://hooks.example.com/",
                    "http://localhost.example.com/"
                })
        void when_the_address_itself_is_wrong_then_its_name_is_not_even_looked_up(String url) {
            assertThat(egress(true, always("127.0.0.1")).call(to(url)))
                    .isEqualTo(new NotAllowed("the address is not allowed"));
            assertThat(lookups).hasValue(0);
        }

        @Test
        void when_the_name_has_no_address_then_that_is_said() {
            NameLookup nothing =
                    _ -> {
                        throw new UnknownHostException("no");
                    };
            assertThat(egress(false, nothing).call(to("https://hooks.example.com/")))
                    .isEqualTo(new NotSent("the name has no address"));
        }
    }

    @Nested
    class GivenAReceiverOnThisMachineWhereThatIsAllowed {
        private final Egress egress = egress(true, always("127.0.0.1"));

        @Test
        void when_it_answers_then_status_and_body_are_kept() {
            handling = exchange -> answer(exchange, 202, "thanks".getBytes(StandardCharsets.UTF_8));
            assertThat(egress.call(to(here("/"))))
                    .isInstanceOfSatisfying(
                            Answered.class,
                            answered -> {
                                assertThat(answered.status()).isEqualTo(202);
                                assertThat(answered.beginning()).asString().isEqualTo("thanks");
                            });
        }

        @Test
        void when_it_redirects_to_this_machine_then_nobody_follows() {
            handling =
                    exchange -> {
                        exchange.getResponseHeaders()
                                .set("Location", "http://127.0.0.1:" + canary.port() + "/");
                        answer(exchange, 307, new byte[0]);
                    };
            assertThat(((Answered) egress.call(to(here("/")))).status()).isEqualTo(307);
            assertThat(canary.connects()).isZero();
        }

        @Test
        void when_its_name_would_change_between_check_and_call_then_it_is_asked_only_once() {
            NameLookup rebinding =
                    _ ->
                            List.of(
                                    InetAddress.ofLiteral(
                                            lookups.incrementAndGet() == 1
                                                    ? "127.0.0.1"
                                                    : "10.0.0.1"));
            assertThat(egress(true, rebinding).call(to(here("/")))).isInstanceOf(Answered.class);
            assertThat(lookups).hasValue(1);
        }

        @Test
        void when_its_answer_never_ends_then_only_the_beginning_is_read() {
            handling =
                    exchange -> {
                        exchange.sendResponseHeaders(200, 0);
                        var piece = new byte[8192];
                        while (true) {
                            exchange.getResponseBody().write(piece);
                        }
                    };
            var begun = Instant.now();
            assertThat(((Answered) egress.call(to(here("/")))).beginning()).hasSize(16 * 1024);
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
        }

        @Test
        void when_its_answer_is_packed_then_it_stays_packed() throws IOException {
            var packed = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(packed)) {
                gzip.write(new byte[10 << 20]);
            }
            handling =
                    exchange -> {
                        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                        answer(exchange, 200, packed.toByteArray());
                    };
            assertThat(((Answered) egress.call(to(here("/")))).beginning())
                    .startsWith(0x1f, 0x8b)
                    .hasSizeLessThanOrEqualTo(16 * 1024);
        }

        @Test
        void when_it_does_not_answer_then_the_limit_ends_the_call() {
            var begun = Instant.now();
            var answer =
                    egress.call(
                            to("http://127.0.0.1:" + canary.port() + "/", Duration.ofMillis(700)));
            assertThat(answer).isEqualTo(new NoAnswer("no answer in time"));
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(4));
            assertThat(canary.connects()).isEqualTo(1);
        }

        @Test
        void when_nobody_listens_then_that_is_said() {
            var port = canary.port();
            canary.close();
            assertThat(egress.call(to("http://127.0.0.1:" + port + "/")))
                    .isEqualTo(new NotSent("no connection"));
        }
    }

    @Nested
    class GivenAFileToFetch {
        private final Egress egress = egress(true, always("127.0.0.1"));
        @TempDir Path folder;

        private FetchAnswer fetch(String url, Duration limit) {
            return egress.fetch(
                    new FetchRequest(URI.create(url), limit, 100_000), folder.resolve("file"));
        }

        private FetchAnswer fetch() {
            return fetch(here("/"), Duration.ofSeconds(10));
        }

        @Test
        void when_it_comes_whole_then_it_is_on_disk() throws IOException {
            handling = exchange -> answer(exchange, 200, new byte[100_000]);
            assertThat(fetch()).isEqualTo(new FetchAnswer.Fetched(100_000));
            assertThat(Files.size(folder.resolve("file"))).isEqualTo(100_000);
        }

        @Test
        void when_it_has_no_end_then_it_is_cut_off() {
            handling =
                    exchange -> {
                        exchange.sendResponseHeaders(200, 0);
                        while (true) {
                            exchange.getResponseBody().write(new byte[8192]);
                        }
                    };
            assertThat(fetch()).isEqualTo(new FetchAnswer.TooLarge());
        }

        @Test
        void when_it_breaks_off_then_it_is_no_file() {
            handling =
                    exchange -> {
                        exchange.sendResponseHeaders(200, 50_000);
                        exchange.getResponseBody().write(new byte[20_000]);
                        exchange.close();
                    };
            assertThat(fetch())
                    .isEqualTo(
                            new FetchAnswer.NoAnswer(
                                    "the connection broke or the answer is no HTTP"));
        }

        @Test
        void when_it_does_not_come_in_time_then_the_limit_ends_it() {
            var answer = fetch("http://127.0.0.1:" + canary.port() + "/", Duration.ofMillis(700));
            assertThat(answer).isEqualTo(new FetchAnswer.NoAnswer("no answer in time"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://169.254.169.254/latest",
                    "https://169.254.169.254:22/",
                    "file:///etc/passwd",
                    "//user@127.0.0.1/",
                    "gopher://127.0.0.1/"
                })
        void when_it_leads_to_what_may_not_be_called_then_nothing_is_called(String inner) {
            handling =
                    exchange -> {
                        exchange.getResponseHeaders().set("Location", inner);
                        answer(exchange, 302, new byte[0]);
                    };
            assertThat(fetch()).isEqualTo(new FetchAnswer.NotAllowed("the address is not allowed"));
        }

        @Test
        void when_it_leads_to_a_name_of_the_inner_network_then_nothing_is_called() {
            var names =
                    (NameLookup)
                            host ->
                                    List.of(
                                            InetAddress.ofLiteral(
                                                    host.equals("inner.example.com")
                                                            ? "10.0.0.1"
                                                            : "127.0.0.1"));
            handling =
                    exchange -> {
                        exchange.getResponseHeaders().set("Location", "https://inner.example.com/");
                        answer(exchange, 302, new byte[0]);
                    };
            assertThat(
                            egress(true, names)
                                    .fetch(
                                            new FetchRequest(
                                                    URI.create(here("/")),
                                                    Duration.ofSeconds(10),
                                                    1000),
                                            folder.resolve("file")))
                    .isEqualTo(new FetchAnswer.NotAllowed("the address is not public"));
        }

        @Test
        void when_where_it_leads_is_no_address_then_it_is_a_refusal() {
            handling =
                    exchange -> {
                        exchange.getResponseHeaders().set("Location", "https://a b/");
                        answer(exchange, 302, new byte[0]);
                    };
            assertThat(fetch()).isEqualTo(new FetchAnswer.Refused(302));
        }
    }

    @Nested
    class GivenAReceiverWithACertificate {
        @Test
        void when_it_is_called_by_its_name_then_host_sni_and_certificate_are_the_name() {
            try (var server = new NamedServer("hooks.example.com")) {
                var port = server.port();
                var config =
                        EgressBench.config(
                                Map.of(
                                        "reelay.egress.loopback",
                                        "true",
                                        "reelay.egress.ports",
                                        String.valueOf(port)));
                var egress = new Egress(config, always("127.0.0.1"), server.trust());

                var answer = egress.call(to("https://hooks.example.com:" + port + "/"));
                var wrong = egress.call(to("https://other.example.com:" + port + "/"));
                var untrusted =
                        new Egress(config, always("127.0.0.1"))
                                .call(to("https://hooks.example.com:" + port + "/"));

                assertThat(answer).isInstanceOf(Answered.class);
                assertThat(server.seen)
                        .containsExactly(
                                "hooks.example.com:" + port,
                                "type=host_name (0), value=hooks.example.com");
                assertThat(wrong).isEqualTo(new NotSent("the certificate or TLS is not accepted"));
                assertThat(untrusted)
                        .isEqualTo(new NotSent("the certificate or TLS is not accepted"));
            }
        }
    }
}
