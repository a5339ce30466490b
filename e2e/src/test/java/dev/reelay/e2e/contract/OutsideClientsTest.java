package dev.reelay.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reelay.e2e.LocalSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// Published clients and published samples against the running system, with nothing changed but
/// base URL and key. A test is named by dialect, case and client, as the table of `ContractTable`
/// has it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutsideClientsTest {
    private static final List<String> CASES =
            List.of("create", "poll", "list", "download", "errors", "retry");

    /// Not for openai-java, which repeats no form.
    private static final String LOST = "lost answer";

    @TempDir static Path folder;
    private LocalSystem system;
    private FlakyFront flaky;
    private FlakyFront cutting;
    private FlakyFront losing;
    private WebFiles files;
    private EndpointCases endpoints;
    private NoticeCases notices;
    private NodeClients receivers;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        system = LocalSystem.start(folder.resolve("data"));
        flaky = new FlakyFront(system.env("REELAY_URL"), FlakyFront.Fault.AWAY);
        cutting = new FlakyFront(system.env("REELAY_URL"), FlakyFront.Fault.CUT);
        losing = new FlakyFront(system.env("REELAY_URL"), FlakyFront.Fault.LOST);
        files = new WebFiles(system.env("REELAY_URL"), system.env("REELAY_TEST_KEY"));
        var kept = folder.resolve("messages.json");
        endpoints =
                new EndpointCases(system.env("REELAY_URL"), system.env("REELAY_TEST_KEY"), kept);
        notices = new NoticeCases(system.env("REELAY_URL"), system.env("REELAY_ADMIN_TOKEN"));
        receivers =
                new NodeClients(
                        Files.createDirectories(folder.resolve("receivers")),
                        Map.of("REELAY_MESSAGES", kept.toString()));
    }

    /// What has been started; where a start failed, its own error is what counts.
    @AfterAll
    void stop() {
        try (var _ = system;
                var _ = flaky;
                var _ = cutting;
                var _ = losing;
                var _ = files;
                var _ = endpoints;
                var _ = notices) {
            // Nothing else is to be done.
        }
    }

    private static DynamicTest named(String dialect, String name, String client, Executable test) {
        return DynamicTest.dynamicTest("%s | %s | %s".formatted(dialect, name, client), test);
    }

    private static List<String> with(List<String> cases, String... more) {
        return Stream.concat(cases.stream(), Stream.of(more)).toList();
    }

    @TestFactory
    Stream<DynamicTest> when_published_clients_call_then_they_get_what_they_know()
            throws IOException {
        var url = system.env("REELAY_URL");
        var key = system.env("REELAY_TEST_KEY");
        var java = new JavaClient(url, flaky.url(), key);
        var node =
                new NodeClients(
                        Files.createDirectories(folder.resolve("node")),
                        Map.of(
                                "REELAY_URL",
                                url,
                                "REELAY_FLAKY_URL",
                                flaky.url(),
                                "REELAY_CUTTING_URL",
                                cutting.url(),
                                "REELAY_LOSING_URL",
                                losing.url(),
                                "REELAY_KEY",
                                key));
        var all = with(CASES, "remix", "delete");
        return Stream.of(
                        all.stream()
                                .map(c -> named("openai", c, "openai-java", () -> java.check(c))),
                        with(all, LOST).stream()
                                .map(
                                        c ->
                                                named(
                                                        "openai",
                                                        c,
                                                        "openai for Node",
                                                        () -> node.check("openai", c))),
                        with(CASES, LOST).stream()
                                .map(
                                        c ->
                                                named(
                                                        "openrouter",
                                                        c,
                                                        "@openrouter/sdk",
                                                        () -> node.check("openrouter", c))))
                .flatMap(tests -> tests);
    }

    @TestFactory
    Stream<DynamicTest> when_endpoints_are_told_then_published_libraries_take_it() {
        var cases =
                List.of(
                        "deliver",
                        "rotate",
                        "replay one",
                        "replay a range",
                        "test event",
                        "gone",
                        "a thousand");
        var notes =
                List.of(
                        "credits.low",
                        "key.revoked",
                        "endpoint.disabled",
                        "replay what was given up");
        var node = List.of("standardwebhooks", "unwrap");
        var java = "standardwebhooks for Java";
        return Stream.of(
                        cases.stream()
                                .map(c -> named("webhooks", c, java, () -> endpoints.check(c))),
                        notes.stream().map(c -> named("webhooks", c, java, () -> notices.check(c))),
                        node.stream()
                                .map(
                                        c ->
                                                named(
                                                        "webhooks",
                                                        c,
                                                        c.equals("unwrap")
                                                                ? "openai for Node"
                                                                : "for Node",
                                                        () -> receivers.check("webhooks", c))))
                .flatMap(tests -> tests);
    }

    @TestFactory
    Stream<DynamicTest> when_the_documentations_samples_are_run_then_they_do_what_they_show() {
        return Samples.all().stream()
                .map(sample -> named(sample.dialect(), sample.file(), "sample", () -> run(sample)));
    }

    private void run(Sample sample) throws IOException, InterruptedException {
        assumeTrue(sample.leftOut().isEmpty(), sample.leftOut());
        sample.runner().assumeIsThere();
        var done =
                sample.run(
                        folder,
                        system.env("REELAY_URL"),
                        files.url(),
                        system.env("REELAY_TEST_KEY"));
        assertThat(done.exit()).as(done.output() + done.errors()).isZero();
        assertThat(done.output()).contains(sample.shows());
    }
}
