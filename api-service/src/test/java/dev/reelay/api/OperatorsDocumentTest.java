package dev.reelay.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.contract.Answer;
import dev.reelay.api.contract.OpenApi;
import dev.reelay.api.contract.Operation;
import dev.reelay.api.contract.Request;
import dev.reelay.api.contract.Verdict;
import dev.reelay.api.store.ObjectStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The operators' document and the running service say the same: every operation, every success,
/// and what is told to those who may not or who name what is not there.
@QuarkusTest
class OperatorsDocumentTest {
    /// They make what is not there.
    private static final Set<String> MAKING = Set.of("putPlan", "putAccount");

    private static final Map<String, String> NOBODYS =
            Map.of(
                    "code", "00000000-0000-0000-0000-000000000000",
                    "tenant", "00000000-0000-0000-0000-000000000000",
                    "job", "00000000-0000-0000-0000-000000000000",
                    "adjustment", "00000000-0000-0000-0000-000000000000",
                    "key", "key_00000000000000000000000000000000",
                    "export", "00000000-0000-0000-0000-000000000000",
                    "plan", "nobodys",
                    "model", "nobodys",
                    "name", "nobodys",
                    "version", "999999998");

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    private DialectScene scene;
    private OpenApi document;
    private Verdict verdict;

    @BeforeEach
    void open() throws IOException {
        scene = new DialectScene(jdbi, store);
        document = OpenApi.of(scene.wire, DialectRoutes.OPERATORS);
        verdict = new Verdict(document);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void when_the_token_is_missing_or_nothing_is_there_then_the_refusal_is_as_documented() {
        for (var operation : document.operations()) {
            var request = request(operation, NOBODYS);
            check(operation, request, scene.sendBare(request), 401);
            if (operation.path().contains("{") && !MAKING.contains(operation.id())) {
                check(operation, request, send(request), 404);
            }
        }
    }

    private void check(Operation operation, Request request, Answer answer, int status) {
        assertThat(answer.status()).as("%s\n%s", request, answer).isEqualTo(status);
        verdict.check(operation, request, answer);
    }

    @Test
    void when_all_examples_are_sent_then_each_documented_success_is_seen_as_documented() {
        var ids = ids();
        var seen = new TreeSet<String>();
        var promised = new TreeSet<String>();
        // What is removed is removed last.
        var operations =
                document.operations().stream()
                        .sorted(Comparator.comparing(OperatorsDocumentTest::turn))
                        .toList();
        for (var operation : operations) {
            operation.successes().forEach(status -> promised.add(operation.id() + " " + status));
            if (operation.id().equals("deleteTenant")) {
                scene.tenant.change(Map.of("suspended", true));
            }
            var request = request(operation, ids);
            var answer = send(request);
            assertThat(answer.status()).as("%s\n%s", request, answer).isLessThan(400);
            verdict.check(operation, request, answer);
            seen.add(operation.id() + " " + answer.status());
            remember(operation, answer, ids);
            if (operation.id().equals("approveAdjustment")) {
                // What is approved cannot be rejected.
                ids.put("adjustment", waiting(ids));
            }
        }
        assertThat(seen).isEqualTo(promised);

        var actions = document.operation("listActions");
        var file = Request.of("GET", "/admin/v1/audit?format=csv&tenant=" + ids.get("tenant"));
        verdict.check(actions, file, send(file));
        var margins = Request.of("GET", "/admin/v1/margins?format=csv&by=tenant");
        verdict.check(document.operation("listMargins"), margins, send(margins));
    }

    /// What was removed is looked at after it.
    private static int turn(Operation operation) {
        if (operation.id().equals("getDeletion")) {
            return 2;
        }
        return operation.method().equals("DELETE") ? 1 : 0;
    }

    /// A tenant with a job that was charged, and names of what is yet to be made.
    private Map<String, String> ids() {
        var ids = new HashMap<String, String>();
        var video = scene.tenant.job();
        scene.complete(video);
        ids.put("tenant", scene.tenant.id());
        ids.put("job", video);
        ids.put("plan", "a-plan");
        ids.put("model", "reelay/storyboard-1");
        ids.put("name", "kling-" + UUID.randomUUID());
        return ids;
    }

    /// What later operations are about.
    private static void remember(Operation operation, Answer answer, Map<String, String> ids) {
        switch (operation.id()) {
            case "issueKey" -> ids.put("key", member(answer, "id"));
            case "exportTenant" -> ids.put("export", member(answer, "id"));
            case "makeCodes" -> ids.put("code", member(answer, "data[0].id"));
            case "adjustBalance" -> ids.put("adjustment", member(answer, "id"));
            case "getPrices" -> ids.put("version", member(answer, "version"));
            default -> {
                // About nothing new.
            }
        }
    }

    private String waiting(Map<String, String> ids) {
        var ask = request(document.operation("adjustBalance"), ids);
        var another = ask.without("Idempotency-Key").with("Idempotency-Key", "another");
        return member(send(another), "id");
    }

    private static String member(Answer answer, String name) {
        return requireNonNull(JsonPath.from(answer.body()).getString(name));
    }

    private Answer send(Request request) {
        return scene.sendBare(request.bearer(RealServices.ADMIN_TOKEN));
    }

    private Request request(Operation operation, Map<String, String> ids) {
        var target = document.servers().getFirst() + operation.path();
        for (var id : ids.entrySet()) {
            target = target.replace("{" + id.getKey() + "}", id.getValue());
        }
        var request = Request.of(operation.method(), target);
        for (var header : operation.parameters("header").toList()) {
            request = request.with(header.name(), requireNonNull(header.example()));
        }
        if (operation.bodies().isEmpty()) {
            return request;
        }
        var body = operation.bodies().getFirst().examples().values().iterator().next().deepCopy();
        if (body.has("base_version")
                && body instanceof ObjectNode edit
                && ids.containsKey("version")) {
            edit.put("base_version", Integer.parseInt(ids.get("version")));
        }
        return request.json(body.toString());
    }
}
