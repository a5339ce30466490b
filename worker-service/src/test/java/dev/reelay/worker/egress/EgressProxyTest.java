package dev.reelay.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls through a proxy, which here leads every CONNECT to one server of this machine. Nothing but
/// the proxy is connected to.
class EgressProxyTest {
    private static final String NAME = "hooks.example.com";
    private static final String PUBLIC = "93.184.216.34";

    private static NamedServer server;

    @TempDir Path folder;
    private final List<String> lookedUp = new CopyOnWriteArrayList<>();
    private final List<Egress> open = new ArrayList<>();
    private final RawServer proxy = new RawServer(EgressProxyTest::connect);
    private final Map<String, String> names =
            new HashMap<>(
                    Map.of(
                            "proxy.corp",
                            "127.0.0.1",
                            NAME,
                            PUBLIC,
                            "inner.example.com",
                            "10.0.0.1",
                            "receiver.corp.example",
                            "10.0.0.2"));

    @BeforeAll
    static void serve() {
        server = new NamedServer(NAME);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void close() throws IOException {
        for (var egress : open) {
            egress.close();
        }
        proxy.close();
        server.seen.clear();
    }

    /// What a filtering proxy does: refuses one name, connects the others.
    private static void connect(String head, Socket client) throws IOException {
        if (!head.startsWith("CONNECT ")) {
            RawServer.say(
                    client.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
            return;
        }
        if (head.startsWith("CONNECT refused.")) {
            RawServer.say(
                    client.getOutputStream(),
                    "HTTP/1.1 407 Request rejected by proxy\r\nContent-Length: 2\r\n\r\nno");
            return;
        }
        try (var onward = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            RawServer.say(client.getOutputStream(), "HTTP/1.1 200 Connected\r\n\r\n");
            var back = Thread.ofVirtual().start(() -> pipe(onward, client));
            pipe(client, onward);
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pipe(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // one side has gone
        }
    }

    private Egress egress(String... settings) {
        var all = new HashMap<String, String>();
        all.put("reelay.egress.proxy", "http://proxy.corp:" + proxy.port());
        for (var i = 0; i < settings.length; i += 2) {
            all.put("reelay.egress." + settings[i], settings[i + 1]);
        }
        var egress = new Egress(EgressBench.config(all), this::lookup, server.trust());
        open.add(egress);
        return egress;
    }

    private List<InetAddress> lookup(String host) throws UnknownHostException {
        lookedUp.add(host);
        var address = names.get(host);
        if (address == null) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.ofLiteral(address));
    }

    private static EgressAnswer post(Egress egress, String url) {
        return egress.call(
                EgressRequest.post(
                        URI.create(url),
                        Map.of("webhook-signature", "v1,secret"),
                        "{\"private\":1}".getBytes(StandardCharsets.UTF_8),
                        Duration.ofSeconds(20),
                        1000));
    }

    @Nested
    class GivenAnHttpsAddress {
        @Test
        void when_it_is_called_then_the_proxy_connects_and_the_certificate_is_still_the_names() {
            var answer = post(egress(), "https://" + NAME + "/hook?order=42");

            assertThat(answer).isInstanceOf(EgressAnswer.Answered.class);
            assertThat(server.seen).containsExactly(NAME, "type=host_name (0), value=" + NAME);
            assertThat(proxy.heads).hasSize(1);
            assertThat(proxy.heads.getFirst())
                    .startsWith("CONNECT " + NAME + ":443 HTTP/1.1\r\n")
                    .doesNotContain("secret", "order", "private");
        }

        @Test
        void when_the_proxy_leads_to_another_server_then_its_certificate_gives_that_away() {
            names.put("other.example.com", PUBLIC);
            assertThat(post(egress(), "https://other.example.com/"))
                    .isEqualTo(new EgressAnswer.NotSent("the certificate or TLS is not accepted"));
            assertThat(server.seen).isEmpty();
        }

        @Test
        void when_the_proxy_refuses_then_that_is_said_and_nothing_else_is_tried() {
            names.put("refused.example.com", PUBLIC);
            assertThat(post(egress(), "https://refused.example.com/"))
                    .isEqualTo(new EgressAnswer.NoAnswer("the proxy does not connect to it"));
            assertThat(proxy.connects()).isEqualTo(1);
        }

        @Test
        void when_the_name_is_not_public_then_the_proxy_is_not_even_asked() {
            assertThat(post(egress(), "https://inner.example.com/"))
                    .isEqualTo(new EgressAnswer.NotAllowed("the address is not public"));
            assertThat(post(egress(), "https://10.0.0.1/"))
                    .isEqualTo(new EgressAnswer.NotAllowed("the address is not allowed"));
            assertThat(proxy.connects()).isZero();
        }

        @Test
        void when_the_proxy_is_gone_then_there_is_no_connection() {
            var egress = egress();
            proxy.close();
            assertThat(post(egress, "https://" + NAME + "/"))
                    .isEqualTo(new EgressAnswer.NotSent("no connection"));
        }
    }

    @Nested
    class GivenAProxyThatAloneResolvesNames {
        private final Egress egress = egress("proxy-resolves", "true");

        @Test
        void when_a_name_is_called_then_only_the_proxys_own_is_looked_up() {
            assertThat(post(egress, "https://" + NAME + "/"))
                    .isInstanceOf(EgressAnswer.Answered.class);
            assertThat(lookedUp).containsExactly("proxy.corp");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://10.0.0.1/",
                    "https://[::1]/",
                    "https://0x7f.1/",
                    "https://redis/",
                    "https://metadata.google.internal/",
                    "https://a.localhost/",
                    "http://hooks.example.com/",
                    "https://hooks.example.com:22/"
                })
        void when_the_spelling_alone_is_inner_then_the_proxy_is_not_asked(String url) {
            assertThat(post(egress, url))
                    .isEqualTo(new EgressAnswer.NotAllowed("the address is not allowed"));
            assertThat(proxy.connects()).isZero();
        }
    }

    @Nested
    class GivenAPlainHttpAddressThatIsAllowed {
        @Test
        void when_it_is_called_then_the_proxy_gets_the_whole_address() {
            var egress = egress("allow", "*.corp.example", "allow-http", "true", "ports", "443,80");
            var got =
                    egress.fetch(
                            new FetchRequest(
                                    URI.create("http://receiver.corp.example/a.png?b=c"),
                                    Duration.ofSeconds(20),
                                    1000),
                            folder.resolve("file"));

            assertThat(got).isEqualTo(new FetchAnswer.Fetched(2));
            assertThat(proxy.heads.getFirst())
                    .startsWith("GET http://receiver.corp.example/a.png?b=c HTTP/1.1\r\n")
                    .contains("Host: receiver.corp.example\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.corp:3128",
                "https://proxy.corp:3128",
                "http://proxy.corp",
                "http://user:secret@proxy.corp:3128",
                "http://proxy.corp:3128/path",
                "http://:3128",
                "http://proxy.corp:0",
                "socks://proxy.corp:3128"
            })
    void when_a_proxy_is_not_written_as_one_then_the_start_is_refused(String proxy) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> egress("proxy", proxy))
                .withMessage("a proxy is written http://host:port");
    }
}
