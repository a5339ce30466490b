package dev.reelay.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.event.JobSpec;
import dev.reelay.testing.AddressForms;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.input.FetchInput;
import dev.reelay.worker.input.InputAnswer;
import dev.reelay.worker.input.InputConfig;
import dev.reelay.worker.scratch.Scratch;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a tenant or a provider writes, nothing of this machine is connected to: by a callback,
/// by the fetching of an input, or by the fetching of a provider's file. A listener on every
/// address of the machine counts; its port is among those that may be called.
class AddressFormsTest {
    private static final String PUBLIC = "93.184.216.34";
    private static final String SECOND_OF_THIS_MACHINE = "127.0.0.2";

    private static Aliases aliases;
    private static Canary canary;

    @TempDir Path folder;
    private final List<String> lookedUp = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private volatile String location = "";

    @BeforeAll
    static void listen() {
        aliases = new Aliases();
        canary = new Canary(aliases.all());
    }

    @AfterAll
    static void stop() {
        canary.close();
        aliases.close();
    }

    @AfterEach
    void close() throws Exception {
        for (var one : open) {
            one.close();
        }
    }

    private interface Sink {
        /// What came of it, as the sink says it, where nothing was refused.
        Object call(URI url);
    }

    private Egress egress(NameLookup names, String... settings) {
        var all = new HashMap<String, String>();
        all.put("reelay.egress.ports", "443,8443," + canary.port());
        for (var i = 0; i < settings.length; i += 2) {
            all.put("reelay.egress." + settings[i], settings[i + 1]);
        }
        var egress =
                new Egress(
                        EgressBench.config(all),
                        host -> {
                            lookedUp.add(host);
                            return names.lookup(host);
                        });
        open.add(egress::close);
        return egress;
    }

    private Map<String, Sink> sinks(Egress egress) {
        var inputs =
                new FetchInput(
                        egress,
                        WorkerParts.noObjects(),
                        new SmallRyeConfigBuilder()
                                .addDiscoveredConverters()
                                .withMapping(InputConfig.class)
                                .build()
                                .getConfigMapping(InputConfig.class),
                        new Scratch(Optional::empty));
        return Map.of(
                "callback", url -> egress.call(post(url)),
                "image",
                        url ->
                                inputs.fetch(
                                        new JobSpec.Input(
                                                JobSpec.Role.FIRST_FRAME, "k", null, url)),
                "video", url -> inputs.fetch(new JobSpec.Input(JobSpec.Role.VIDEO, "k", null, url)),
                "provider's file", url -> open(egress, url));
    }

    /// A server on the second address of this machine, which leads everyone to the location.
    private RawServer redirecting() {
        var server =
                new RawServer(
                        SECOND_OF_THIS_MACHINE,
                        canary.port(),
                        (head, client) -> RawServer.redirect(location).answer(head, client));
        open.add(server);
        return server;
    }

    private static EgressRequest post(URI url) {
        return EgressRequest.post(url, Map.of(), new byte[0], Duration.ofSeconds(5), 100);
    }

    private FetchAnswer fetch(Egress egress, URI url) {
        return egress.fetch(
                new FetchRequest(url, Duration.ofSeconds(5), 1000), folder.resolve("file"));
    }

    /// As an adapter opens what its provider's answer has a link to.
    private static Object open(Egress egress, URI url) {
        try (var download = egress.open(new FetchRequest(url, Duration.ofSeconds(5), 1000))) {
            return download.length();
        } catch (NotFetchedException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Optional<URI> parsed(String form) {
        try {
            return Optional.of(new URI(form));
        } catch (URISyntaxException e) {
            return Optional.empty(); // no message between the services can carry it
        }
    }

    private static void assertRefused(String what, Object came) {
        var refused =
                switch (came) {
                    case EgressAnswer.NotAllowed _, FetchAnswer.NotAllowed _ -> true;
                    case InputAnswer.Unusable(var why) ->
                            why.startsWith("could not be fetched: the address is not ");
                    case String why -> why.startsWith("NotAllowed[why=the address is not ");
                    default -> false;
                };
        assertThat(refused).as("%s: %s", what, came).isTrue();
    }

    /// Literals as the JDK reads them, and every name as this machine.
    private static List<InetAddress> worst(String host) {
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return List.of(InetAddress.getLoopbackAddress());
        }
    }

    private static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals).map(InetAddress::ofLiteral).toList();
    }

    @Nested
    class GivenAnAddressThatIsOddlySpelled {
        @Test
        void when_it_is_called_then_it_is_refused_and_nothing_connected_to() {
            var forms = AddressForms.withPort(canary.port());
            assertThat(forms).hasSizeGreaterThan(200);
            var sinks = sinks(egress(AddressFormsTest::worst));
            for (var form : forms) {
                parsed(form)
                        .ifPresent(
                                url ->
                                        sinks.forEach(
                                                (name, sink) ->
                                                        assertRefused(
                                                                name + " " + form,
                                                                sink.call(url))));
            }
            // Where only the fragment is odd: it is left out of a call.
            assertThat(lookedUp).containsOnly("example.com");
            assertThat(canary.connects()).isZero();
        }

        @Test
        void when_a_public_server_leads_to_it_then_nothing_of_this_machine_is_connected_to() {
            var egress =
                    egress(
                            host ->
                                    host.equals("away.example.com")
                                            ? addresses(SECOND_OF_THIS_MACHINE)
                                            : worst(host),
                            "allow",
                            "away.example.com",
                            "allow-http",
                            "true");
            var server = redirecting();
            var start = URI.create("http://away.example.com:" + canary.port() + "/");
            for (var form : AddressForms.withPort(canary.port())) {
                location = form;
                assertThat(fetch(egress, start))
                        .as(form)
                        .isNotInstanceOf(FetchAnswer.Fetched.class);
            }
            assertThat(server.heads).hasSizeGreaterThan(200);
            assertThat(canary.connects()).isZero();
        }
    }

    @Nested
    class GivenANameOfThePublicInternet {
        private volatile List<InetAddress> answer = List.of();
        private final Map<String, Sink> sinks = sinks(egress(_ -> answer));

        private void assertNotCalled(String what, List<InetAddress> resolved) {
            answer = resolved;
            for (var url :
                    List.of(
                            URI.create("https://hooks.example.com/"),
                            URI.create("https://Hooks.Example.com.:" + canary.port() + "/"))) {
                sinks.forEach((name, sink) -> assertRefused(name + " " + what, sink.call(url)));
            }
        }

        @Test
        void when_it_stands_for_an_address_that_is_not_public_then_nothing_is_connected_to() {
            for (var literal : NotPublic.ADDRESSES) {
                assertNotCalled(literal, addresses(literal));
            }
            for (var own : aliases.all()) {
                if (!PublicAddresses.contains(own.getAddress())) {
                    assertNotCalled(own.getHostAddress(), List.of(own));
                }
            }
            assertThat(canary.connects()).isZero();
        }

        @Test
        void when_only_one_of_its_addresses_is_not_public_then_none_is_connected_to() {
            for (var literal : NotPublic.ADDRESSES) {
                assertNotCalled("after a public one " + literal, addresses(PUBLIC, literal));
                assertNotCalled("before a public one " + literal, addresses(literal, PUBLIC));
            }
            assertThat(canary.connects()).isZero();
        }

        @Test
        void when_an_ipv4_address_comes_in_sixteen_bytes_then_it_is_that_address()
                throws UnknownHostException {
            var mapped =
                    InetAddress.getByAddress(
                            HexFormat.of().parseHex("00000000000000000000ffff7f000001"));
            assertNotCalled("mapped", List.of(mapped));
            assertThat(canary.connects()).isZero();
        }
    }

    @Nested
    class GivenANameServerThatChangesItsAnswer {
        /// First what may be called, ever after this machine.
        private Egress rebinding() {
            return egress(
                    _ -> addresses(lookedUp.size() == 1 ? SECOND_OF_THIS_MACHINE : "127.0.0.1"),
                    "allow",
                    SECOND_OF_THIS_MACHINE + "/32");
        }

        @Test
        void when_it_is_called_then_the_address_that_was_checked_is_the_one_connected_to() {
            var server = redirecting(); // it knows no TLS, so each connection ends at once
            var url = URI.create("https://rebind.example.com:" + canary.port() + "/");
            var egress = rebinding();

            var first = egress.call(post(url));
            var second = egress.call(post(url));

            assertThat(first).isInstanceOf(EgressAnswer.NotSent.class);
            assertThat(server.connects()).isEqualTo(1);
            assertRefused("callback", second);
            assertThat(lookedUp).hasSize(2);
            assertThat(canary.connects()).isZero();
        }

        @Test
        void when_it_leads_back_to_itself_then_it_is_checked_anew() {
            var server = redirecting();
            var egress =
                    egress(
                            _ ->
                                    addresses(
                                            lookedUp.size() % 2 == 1
                                                    ? SECOND_OF_THIS_MACHINE
                                                    : "127.0.0.1"),
                            "allow",
                            SECOND_OF_THIS_MACHINE + "/32,*.lead.example.com",
                            "allow-http",
                            "true");
            var first = URI.create("http://a.lead.example.com:" + canary.port() + "/");

            location = "https://rebind.example.com:" + canary.port() + "/";
            assertRefused("another name", fetch(egress, first));

            assertThat(server.connects()).isEqualTo(1);
            assertThat(lookedUp).containsExactly("a.lead.example.com", "rebind.example.com");
            assertThat(canary.connects()).isZero();
        }
    }
}
