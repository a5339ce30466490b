package dev.reelay.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names whose owner runs the name server: it leads by an alias to a name of the inner network, now
/// or from the next call on, or names more addresses than anybody wants to try.
class NameServerTest {
    private static final String INNER = "127.0.0.2";
    private static final String OK = "HTTP/1.1 204 No Content\r\n\r\n";

    @TempDir Path folder;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Canary canary = new Canary();

    @AfterEach
    void close() throws Exception {
        for (var one : open) {
            one.close();
        }
        canary.close();
    }

    private Egress egress(NameLookup names, Map<String, String> settings) {
        var egress =
                new Egress(
                        EgressBench.config(settings),
                        host -> {
                            asked.add(host);
                            return names.lookup(host);
                        });
        open.add(egress::close);
        return egress;
    }

    private RawServer server(String address, int port) {
        var server =
                new RawServer(
                        address, port, (_, client) -> RawServer.say(client.getOutputStream(), OK));
        open.add(server);
        return server;
    }

    private static EgressAnswer post(Egress egress, String url) {
        return egress.call(
                EgressRequest.post(
                        URI.create(url), Map.of(), new byte[0], Duration.ofSeconds(20), 100));
    }

    private FetchAnswer fetch(Egress egress, String url) {
        return egress.fetch(
                new FetchRequest(URI.create(url), Duration.ofSeconds(20), 1000),
                folder.resolve("file"));
    }

    private static List<InetAddress> addresses(String... literals) {
        return List.of(literals).stream().map(InetAddress::ofLiteral).toList();
    }

    /// A resolver follows aliases by itself; what it answers is the last name's, and may carry it.
    @Nested
    class GivenANameThatIsAnAliasOfAnother {
        private final Map<String, String> addresses =
                Map.of("db.corp.example", INNER, "localhost", "127.0.0.1");
        private final Map<String, String> aliases =
                new HashMap<>(
                        Map.of(
                                "hooks.example.com", "step.example.net",
                                "step.example.net", "db.corp.example",
                                "files.example.com", "localhost"));

        private List<InetAddress> follow(String host) throws UnknownHostException {
            var name = host;
            while (aliases.containsKey(name)) {
                name = aliases.get(name);
            }
            var literal = addresses.get(name);
            if (literal == null) {
                throw new UnknownHostException(name);
            }
            return List.of(
                    InetAddress.getByAddress(name, InetAddress.ofLiteral(literal).getAddress()));
        }

        @Test
        void when_the_other_is_inner_then_nothing_is_connected_to() {
            var egress =
                    egress(this::follow, Map.of("reelay.egress.ports", "443," + canary.port()));
            for (var host : List.of("hooks.example.com", "files.example.com")) {
                var url = "https://" + host + ":" + canary.port() + "/";
                assertThat(post(egress, url))
                        .isEqualTo(new EgressAnswer.NotAllowed("the address is not public"));
                assertThat(fetch(egress, url))
                        .isEqualTo(new FetchAnswer.NotAllowed("the address is not public"));
            }
            assertThat(canary.connects()).isZero();
        }

        @Test
        void when_it_is_pointed_elsewhere_between_two_calls_then_each_goes_by_its_own_answer() {
            var allowed = server(INNER, canary.port()); // it knows no TLS: each call ends at once
            var egress =
                    egress(
                            this::follow,
                            Map.of(
                                    "reelay.egress.allow", INNER + "/32",
                                    "reelay.egress.ports", "443," + canary.port()));
            var url = "https://hooks.example.com:" + canary.port() + "/";

            assertThat(fetch(egress, url)).isInstanceOf(FetchAnswer.NoAnswer.class);
            aliases.put("step.example.net", "localhost");
            assertThat(fetch(egress, url))
                    .isEqualTo(new FetchAnswer.NotAllowed("the address is not public"));
            assertThat(post(egress, url))
                    .isEqualTo(new EgressAnswer.NotAllowed("the address is not public"));
            aliases.put("step.example.net", "db.corp.example");
            assertThat(post(egress, url)).isInstanceOf(EgressAnswer.NotSent.class);

            assertThat(asked).hasSize(4).containsOnly("hooks.example.com");
            assertThat(allowed.connects()).isEqualTo(2);
            assertThat(canary.connects()).isZero();
        }

        @Test
        void when_the_operator_allows_the_other_then_it_is_so_by_that_name_alone() {
            var inner = server(INNER, 0);
            var egress =
                    egress(
                            this::follow,
                            Map.of(
                                    "reelay.egress.allow", "*.corp.example",
                                    "reelay.egress.allow-http", "true",
                                    "reelay.egress.ports", "443," + inner.port()));

            assertThat(post(egress, "https://hooks.example.com:" + inner.port() + "/"))
                    .isEqualTo(new EgressAnswer.NotAllowed("the address is not public"));
            assertThat(inner.connects()).isZero();

            assertThat(post(egress, "http://db.corp.example:" + inner.port() + "/"))
                    .isInstanceOf(EgressAnswer.Answered.class);
        }
    }

    @Nested
    class GivenANameWithManyAddresses {
        private final RawServer last = server("127.0.0.9", 0);

        private EgressAnswer postTo(String... literals) {
            var egress = egress(_ -> addresses(literals), Map.of("reelay.egress.loopback", "true"));
            return post(egress, "http://localhost:" + last.port() + "/");
        }

        @Test
        void when_the_first_two_do_not_answer_then_the_third_is_called() {
            assertThat(postTo("127.0.0.3", "127.0.0.4", "127.0.0.9"))
                    .isInstanceOf(EgressAnswer.Answered.class);
        }

        @Test
        void when_the_first_three_do_not_answer_then_no_more_are_tried() {
            assertThat(postTo("127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.9"))
                    .isEqualTo(new EgressAnswer.NotSent("no connection"));
            assertThat(last.connects()).isZero();
        }
    }

    @Test
    void when_a_name_has_hundreds_of_addresses_then_one_that_is_inner_is_still_found() {
        var many = new ArrayList<InetAddress>();
        for (var number = 0; number < 300; number++) {
            many.add(
                    InetAddress.ofLiteral(
                            "93.184.%d.%d".formatted(number / 200, number % 200 + 1)));
        }
        many.add(InetAddress.getLoopbackAddress());
        var egress = egress(_ -> List.copyOf(many), Map.of());

        assertThat(post(egress, "https://hooks.example.com/"))
                .isEqualTo(new EgressAnswer.NotAllowed("the address is not public"));
    }
}
