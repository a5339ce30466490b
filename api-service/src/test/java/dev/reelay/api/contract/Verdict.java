package dev.reelay.api.contract;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Whether an answer is one that a document tells of. A member that the document does not name is a
/// difference, too.
public final class Verdict {
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String JSON_TYPE = "application/json";

    private final OpenApi document;
    private final Map<JsonNode, Schema> sealed = new ConcurrentHashMap<>();

    public Verdict(OpenApi document) {
        this.document = document;
    }

    /// Fails, with request and answer, where the operation's documentation has no such answer.
    public void check(Operation operation, Request request, Answer answer) {
        var response = operation.responses().get(answer.status());
        if (response == null) {
            fail("%s has no %d\n%s\n\n%s", operation.id(), answer.status(), request, answer);
        } else if (!request.method().equals("HEAD")) {
            checkBody(response.path("content"), request, answer);
        }
    }

    /// Fails where this is not an error as the dialect words them.
    public void checkError(Request request, Answer answer) {
        var error = document.root().at("/components/schemas/Error");
        if (!request.method().equals("HEAD")) {
            checkBody(
                    OpenApi.JSON
                            .createObjectNode()
                            .set(JSON_TYPE, OpenApi.JSON.createObjectNode().set("schema", error)),
                    request,
                    answer);
        }
    }

    private void checkBody(JsonNode content, Request request, Answer answer) {
        if (content.isEmpty() && answer.body().isEmpty()) {
            return;
        }
        var media = content.get(answer.mediaType());
        if (media == null) {
            fail("no %s is documented\n%s\n\n%s", answer.mediaType(), request, answer);
        } else if (answer.mediaType().equals(JSON_TYPE)) {
            var faults = faults(media.path("schema"), answer.body());
            if (!faults.isEmpty()) {
                fail("%s\n%s\n\n%s", faults, request, answer);
            }
        }
    }

    private List<?> faults(JsonNode schema, String body) {
        try {
            return sealed.computeIfAbsent(schema, this::sealed)
                    .validate(OpenApi.JSON.readTree(body));
        } catch (JsonProcessingException e) {
            return List.of(e);
        }
    }

    private Schema sealed(JsonNode schema) {
        var whole = document.complete(schema);
        seal(whole);
        return SCHEMAS.getSchema(whole);
    }

    /// What is wrong with a value by a schema of the document; nothing is sealed.
    public List<?> faults(JsonNode schema, JsonNode value) {
        return SCHEMAS.getSchema(document.complete(schema)).validate(value);
    }

    private static void seal(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.has("type")
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(Verdict::seal);
    }
}
