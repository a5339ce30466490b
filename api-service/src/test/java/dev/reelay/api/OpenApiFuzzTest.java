package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.api.contract.Answer;
import dev.reelay.api.contract.Examples;
import dev.reelay.api.contract.Mutate;
import dev.reelay.api.contract.OpenApi;
import dev.reelay.api.contract.Verdict;
import dev.reelay.api.store.ObjectStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Thousands of wrong requests: none is answered by a server error, or by what the document does
/// not tell. They are the same in every run; `-Dreelay.seed=7` makes others,
/// `-Dreelay.fuzz.requests=20000` more.
@QuarkusTest
class OpenApiFuzzTest {
    private static final int REQUESTS = Integer.getInteger("reelay.fuzz.requests", 1000);
    private static final long SEED = Long.getLong("reelay.seed", 1);
    private static final int AT_ONCE = 8;
    private static final int MOST_SHOWN = 5;

    /// The one refusal that New API's and aigate's clients know as a 503 though it is permanent.
    private static final String NO_SUCH_MODEL = "\"code\":\"model_not_found\"";

    private static final int NOT_IMPLEMENTED = 501;
    private static final Set<Integer> REFUSED_UNREAD = Set.of(400, 414, 417, 431);

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    private DialectScene scene;

    @BeforeEach
    void open() {
        scene = new DialectScene(jdbi, store);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest(name = "{0} | wrong requests | HTTP by hand")
    @MethodSource("dev.reelay.api.OpenApiTest#documents")
    void when_requests_are_wrong_in_all_ways_then_each_answer_is_a_documented_one(String dialect)
            throws IOException {
        var document = OpenApi.of(scene.wire, dialect);
        var ids = ids(dialect, document);
        var mutate =
                new Mutate(document, scene.tenant.testKey(), o -> ids.getOrDefault(o.id(), "none"));
        var verdict = new Verdict(document);
        var faults = new ConcurrentSkipListMap<Integer, String>();
        var statuses = new ConcurrentSkipListMap<Integer, Integer>();

        var room = new Semaphore(AT_ONCE);
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, REQUESTS)
                    .forEach(
                            i ->
                                    senders.submit(
                                            () -> {
                                                room.acquireUninterruptibly();
                                                try {
                                                    var status = attempt(mutate, verdict, i);
                                                    statuses.merge(status, 1, Integer::sum);
                                                } catch (Exception | AssertionError e) {
                                                    faults.put(i, String.valueOf(e.getMessage()));
                                                } finally {
                                                    room.release();
                                                }
                                            }));
        }

        System.out.printf("fuzz %s: seed %d, answers %s%n", dialect, SEED, statuses);
        assertThat(faults.entrySet().stream().limit(MOST_SHOWN))
                .as("%d faults; repeat with -Dreelay.seed=%d", faults.size(), SEED)
                .isEmpty();
        assertThat(statuses.keySet()).as("right, wrong, and about nothing").contains(200, 400, 404);
    }

    private int attempt(Mutate mutate, Verdict verdict, int number) {
        var mutated = mutate.request(SEED * 31 + number);
        var request = mutated.request();
        var answer = scene.sendBare(request);
        if (isServerError(answer)) {
            throw new AssertionError("a server error\n%s\n\n%s".formatted(request, answer));
        }
        if (!isRefusedUnread(answer)) {
            check(verdict, mutated, answer);
        }
        return answer.status();
    }

    private static boolean isServerError(Answer answer) {
        return answer.status() >= 500
                && answer.status() != NOT_IMPLEMENTED
                && !answer.body().contains(NO_SUCH_MODEL);
    }

    /// What is no HTTP is refused before anybody knows whose it is: no id, no words.
    private static boolean isRefusedUnread(Answer answer) {
        return answer.header("request-id") == null
                && answer.body().isEmpty()
                && REFUSED_UNREAD.contains(answer.status());
    }

    private static void check(Verdict verdict, Mutate.Mutated mutated, Answer answer) {
        var operation = mutated.operation();
        if (!mutated.elsewhere()) {
            verdict.check(operation, mutated.request(), answer);
        } else if (answer.status() == 404
                || answer.status() == 405
                || answer.status() >= 400 && operation.method().equals("HEAD")) {
            // No route, or one that has no such method; of HEAD no bodies are documented.
            verdict.checkError(mutated.request(), answer);
        } else if (answer.status() >= 400) {
            verdict.check(operation, mutated.request(), answer);
        }
    }

    /// For each operation the id of a completed job of this dialect; for deletion one of its own.
    private Map<String, String> ids(String dialect, OpenApi document) {
        var ids = new HashMap<String, String>();
        var examples = new Examples(document.servers().getFirst(), DialectScene::file);
        for (var operation : document.operations()) {
            if (!operation.isAboutOne()) {
                var request = examples.of(operation, "").getFirst();
                var answer = scene.send(request);
                var isQueued = !EndWaited.DIALECTS.contains(dialect);
                if (isQueued && operation.response(answer.status()).has("links")) {
                    scene.complete(scene.newest());
                }
                for (var link : operation.response(answer.status()).path("links")) {
                    var target = document.operation(link.path("operationId").asText());
                    if (target.method().equals("DELETE")) {
                        answer = scene.send(request);
                    }
                    var id = Examples.id(link, answer);
                    if (!id.isEmpty()) {
                        ids.put(target.id(), id);
                    }
                }
            }
        }
        return ids;
    }
}
