package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.contract.Answer;
import dev.reelay.api.contract.Examples;
import dev.reelay.api.contract.OpenApi;
import dev.reelay.api.contract.Operation;
import dev.reelay.api.contract.Request;
import dev.reelay.api.contract.Verdict;
import dev.reelay.api.contract.Wire;
import dev.reelay.api.dialect.Dialect;
import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.event.JobReport.Reason;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The published documents and the running service say the same: every route, every example, every
/// success and the common refusals, among them that of what is another tenant's.
@QuarkusTest
class OpenApiTest {
    private static final Path DOCUMENTS = Path.of("src/main/resources/openapi");

    /// Possible once a delivery has ended; `WebhookTest` sees it.
    private static final String AFTER_A_WHILE = "replayDelivery";

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    @Inject @All List<Dialect> dialects;
    private DialectScene scene;

    /// Every dialect with a document.
    static Stream<String> documents() throws IOException {
        return published().filter(name -> !name.equals(DialectRoutes.OPERATORS));
    }

    /// And the operators' API, whose walk is `OperatorsDocumentTest`.
    static Stream<String> published() throws IOException {
        try (var files = Files.list(DOCUMENTS)) {
            return files
                    .map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @BeforeEach
    void open() {
        scene = new DialectScene(jdbi, store);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void when_a_dialect_is_there_then_its_document_is_published() throws IOException {
        var ids = dialects.stream().map(Dialect::id).sorted().toList();
        assertThat(documents()).containsExactlyElementsOf(ids);
        assertThat(RestAssured.get("/openapi/index.json").jsonPath().getList("name", String.class))
                .isEqualTo(published().toList());
    }

    @Test
    void when_the_page_is_opened_then_it_and_its_viewer_are_there_and_come_from_here() {
        var page = RestAssured.get("/openapi");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.asString()).contains("swagger-ui-bundle.js").doesNotContain("://");
        var files =
                Pattern.compile("(?:href|src)=\"([^\"]+)\"")
                        .matcher(page.asString())
                        .results()
                        .map(found -> URI.create("/openapi/").resolve(found.group(1)).getPath())
                        .toList();
        assertThat(files).hasSize(4);
        for (var file : files) {
            assertThat(RestAssured.get(file).statusCode()).as(file).isEqualTo(200);
        }
        assertThat(RestAssured.get("/openapi/nobody.json").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{0} | routes of document and code | HTTP by hand")
    @MethodSource("published")
    void when_routes_are_compared_then_document_and_code_have_the_same(String dialect)
            throws IOException {
        var document = document(dialect);
        var server = document.servers().getFirst();
        assertThat(document.root().path("openapi").asText()).startsWith("3.1.");
        assertThat(
                        document.operations().stream()
                                .flatMap(
                                        o ->
                                                o.paths().stream()
                                                        .map(
                                                                path ->
                                                                        o.method()
                                                                                + " "
                                                                                + server
                                                                                + path))
                                .map(DialectRoutes::unnamed))
                .containsExactlyInAnyOrderElementsOf(DialectRoutes.of(dialect));
    }

    @ParameterizedTest(name = "{0} | the examples of bodies fit their schemas | HTTP by hand")
    @MethodSource("published")
    void when_examples_of_bodies_are_read_then_they_fit_their_schemas(String dialect)
            throws IOException {
        var document = document(dialect);
        var verdict = new Verdict(document);
        for (var media : document.root().findParents("schema")) {
            media.path("examples")
                    .forEach(
                            example ->
                                    assertThat(
                                                    verdict.faults(
                                                            media.path("schema"),
                                                            example.path("value")))
                                            .as(example.toString())
                                            .isEmpty());
            if (media.has("example") && !media.has("in")) {
                assertThat(verdict.faults(media.path("schema"), media.path("example")))
                        .as(media.path("example").toString())
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest(name = "{0} | no key, no such id, no such path | HTTP by hand")
    @MethodSource("documents")
    void when_the_key_is_missing_or_the_id_is_unknown_then_the_refusal_is_as_documented(
            String dialect) throws IOException {
        var document = document(dialect);
        var verdict = new Verdict(document);
        for (var server : document.servers()) {
            var examples = new Examples(server, DialectScene::file);
            for (var operation : document.operations()) {
                var request = examples.of(operation, "an-id-of-nothing").getFirst();
                var bare = scene.sendBare(request);
                assertThat(bare.status())
                        .as("%s\n%s", request, bare)
                        .isEqualTo(!operation.open() ? 401 : operation.isAboutOne() ? 404 : 200);
                verdict.check(operation, request, bare);
                if (operation.isAboutOne()) {
                    var unknown = scene.send(request);
                    assertThat(unknown.status()).as("%s\n%s", request, unknown).isEqualTo(404);
                    verdict.check(operation, request, unknown);
                }
            }
        }
        var nowhere = Request.of("GET", document.servers().getFirst() + "/nowhere/at/all");
        var answer = scene.send(nowhere);
        assertThat(answer.status()).isEqualTo(404);
        verdict.checkError(nowhere, answer);
    }

    @ParameterizedTest(name = "{0} | every example, every link, every success | HTTP by hand")
    @MethodSource("documents")
    void when_all_examples_are_sent_then_each_documented_success_is_seen_as_documented(
            String dialect) throws IOException {
        for (var server : document(dialect).servers()) {
            new Walk(document(dialect), server, EndWaited.DIALECTS.contains(dialect)).go();
        }
    }

    private OpenApi document(String dialect) throws IOException {
        return OpenApi.of(new Wire(RestAssured.port), dialect);
    }

    /// One way through a document: each example, and what its answer links to in every state.
    private final class Walk {
        private final OpenApi document;
        private final Examples examples;
        private final Verdict verdict;
        private final boolean waits;
        private final Set<String> seen = new TreeSet<>();
        private final Set<String> foreignRefused = new TreeSet<>();

        /// @param waits whether calls are answered when their job has ended
        Walk(OpenApi document, String server, boolean waits) {
            this.waits = waits;
            this.document = document;
            examples = new Examples(server, DialectScene::file);
            verdict = new Verdict(document);
        }

        void go() {
            for (var operation : document.operations()) {
                if (!operation.isAboutOne() && !operation.namesOne()) {
                    examples.of(operation, "").forEach(request -> walk(operation, request));
                }
            }
            var promised =
                    document.operations().stream()
                            .filter(o -> !AFTER_A_WHILE.equals(o.id()))
                            .flatMap(o -> o.successes().stream().map(s -> o.id() + " " + s));
            assertThat(seen).containsExactlyInAnyOrderElementsOf(promised.toList());
            var aboutOne =
                    document.operations().stream()
                            .filter(o -> !o.open() && !AFTER_A_WHILE.equals(o.id()))
                            .filter(o -> !o.successes().isEmpty())
                            .filter(o -> o.isAboutOne() || o.namesOne())
                            .map(Operation::id);
            assertThat(foreignRefused).containsAll(aboutOne.toList());
        }

        private void walk(Operation operation, Request request) {
            if (operation.successes().isEmpty()) {
                check(operation, request, scene.send(request));
                return;
            }
            var first = succeed(operation, request);
            var links = links(operation, first);
            if (waits) {
                follow(links, first, "", true);
                fail(operation, request);
            } else if (!operation.path().contains("video")) {
                succeed(operation, request);
                follow(links, first, "", true);
            } else if (!links.isEmpty()) {
                inAllStates(operation, request, links);
            }
        }

        /// A call that waits for a job that gives nothing, whoever's fault it is.
        private void fail(Operation operation, Request request) {
            if (operation.bodies().isEmpty()) {
                return;
            }
            for (var reason : Reason.values()) {
                var answer = scene.sendFailing(request, reason);
                assertThat(answer.status()).as("%s\n%s", request, answer).isBetween(400, 503);
                check(operation, request, answer);
            }
        }

        private void inAllStates(Operation operation, Request request, JsonNode links) {
            var answer = succeed(operation, request);
            var completed = scene.newest();
            follow(links, answer, "downloads", false);
            scene.run(completed);
            follow(links, answer, "while it runs", false);
            scene.complete(completed);
            follow(links, answer, "", true);

            var other = succeed(operation, request);
            scene.fail(scene.newest());
            follow(links, other, "failed", false);
        }

        private JsonNode links(Operation operation, Answer answer) {
            return operation.response(answer.status()).path("links");
        }

        /// @param ended whether all of it must succeed, to the last
        private void follow(JsonNode links, Answer from, String state, boolean ended) {
            for (var link : links) {
                var target = document.operation(link.path("operationId").asText());
                var waits = target.response(200).path("content").has("text/event-stream");
                var seenWaiting = isPatient(link) && seen.contains(target.id() + " 202");
                if (!seenWaiting && (target.method().equals("DELETE") ? ended : ended || !waits)) {
                    var request = examples.followed(link, target, from);
                    if (ended) {
                        refuseStrangers(link, target, from);
                        var answer = succeed(target, request);
                        conditionally(target, request, answer);
                        follow(links(target, answer), answer, state, true);
                    } else {
                        var answer = scene.send(request);
                        assertThat(answer.status()).as(state).isLessThan(500);
                        check(target, request, answer);
                    }
                }
            }
        }

        /// To another tenant what is this one's is as unknown as what is nobody's.
        private void refuseStrangers(JsonNode link, Operation target, Answer from) {
            var nobodys = Examples.ofNobody(link, from);
            if (target.open() || nobodys.equals(from)) {
                return;
            }
            var foreign = scene.sendAsStranger(examples.followed(link, target, from));
            var unknown = scene.sendAsStranger(examples.followed(link, target, nobodys));
            assertThat(foreign.status()).as("%s\n%s", target.id(), foreign).isBetween(400, 499);
            assertThat(foreign.status()).as(target.id()).isEqualTo(unknown.status());
            assertThat(foreign.body()).as(target.id()).isEqualTo(unknown.body());
            foreignRefused.add(target.id());
        }

        /// Whether it waits a second for what cannot come: once is enough.
        private static boolean isPatient(JsonNode link) {
            return link.path("parameters").has("Prefer");
        }

        /// The same again, as it was documented for a part of it, and for nothing new of it.
        private void conditionally(Operation target, Request request, Answer answer) {
            if (target.responses().containsKey(206)) {
                succeed(target, request.with("Range", "bytes=0-1"));
            }
            if (target.responses().containsKey(304)) {
                var tag = String.valueOf(answer.header("etag"));
                succeed(target, request.with("If-None-Match", tag));
            }
            if (target.responses().containsKey(204)) {
                var ids = answer.body().lines().filter(line -> line.startsWith("id: ")).toList();
                succeed(target, request.with("Last-Event-ID", ids.getLast().substring(4)));
            }
        }

        private Answer succeed(Operation operation, Request request) {
            var answer = scene.send(request);
            assertThat(answer.status()).as("%s\n%s", request, answer).isLessThan(400);
            check(operation, request, answer);
            return answer;
        }

        private void check(Operation operation, Request request, Answer answer) {
            verdict.check(operation, request, answer);
            if (answer.status() < 400) {
                seen.add(operation.id() + " " + answer.status());
            }
        }
    }
}
