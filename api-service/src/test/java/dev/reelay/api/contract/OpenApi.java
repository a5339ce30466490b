package dev.reelay.api.contract;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A published document.
public final class OpenApi {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> METHODS =
            Set.of("get", "head", "post", "put", "patch", "delete");

    private final JsonNode root;
    private final List<Operation> operations = new ArrayList<>();

    private OpenApi(JsonNode root) {
        this.root = root;
        root.path("paths").properties().forEach(path -> read(path.getKey(), path.getValue()));
    }

    /// As the service publishes it.
    public static OpenApi of(Wire wire, String dialect) throws IOException {
        var answer = wire.send(Request.of("GET", "/openapi/" + dialect + ".json"));
        return new OpenApi(JSON.readTree(answer.body()));
    }

    public JsonNode root() {
        return root;
    }

    public List<Operation> operations() {
        return operations;
    }

    public Operation operation(String id) {
        return operations.stream().filter(o -> o.id().equals(id)).findFirst().orElseThrow();
    }

    /// What its base URLs begin with, as `/newapi`.
    public List<String> servers() {
        return root.path("servers").findValuesAsText("url");
    }

    /// The node itself, or what it refers to.
    public JsonNode followed(JsonNode node) {
        return node.has("$ref")
                ? followed(root.at(node.path("$ref").textValue().substring(1)))
                : node;
    }

    private void read(String path, JsonNode item) {
        for (var member : item.properties()) {
            if (METHODS.contains(member.getKey())) {
                operations.add(operation(path, item, member.getKey(), member.getValue()));
            }
        }
    }

    private Operation operation(String path, JsonNode item, String method, JsonNode node) {
        var parameters = new ArrayList<Operation.Parameter>();
        item.path("parameters").forEach(p -> parameters.add(parameter(followed(p))));
        node.path("parameters").forEach(p -> parameters.add(parameter(followed(p))));
        return new Operation(
                node.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                parameters,
                bodies(node.path("requestBody").path("content")),
                responses(node.path("responses")),
                isOpen(node.path("security")));
    }

    /// Whether no key is one of the ways to ask.
    private static boolean isOpen(JsonNode security) {
        return security.isArray()
                && (security.isEmpty() || security.valueStream().anyMatch(JsonNode::isEmpty));
    }

    private static Operation.Parameter parameter(JsonNode node) {
        return new Operation.Parameter(
                node.path("name").asText(),
                node.path("in").asText(),
                node.path("required").asBoolean(),
                node.path("schema"),
                text(node.get("example")));
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.asText();
    }

    private static List<Operation.Body> bodies(JsonNode content) {
        return content.properties().stream()
                .map(
                        body -> {
                            var examples = new LinkedHashMap<String, JsonNode>();
                            body.getValue()
                                    .path("examples")
                                    .properties()
                                    .forEach(
                                            e ->
                                                    examples.put(
                                                            e.getKey(),
                                                            e.getValue().path("value")));
                            return new Operation.Body(
                                    body.getKey(), body.getValue().path("schema"), examples);
                        })
                .toList();
    }

    private Map<Integer, JsonNode> responses(JsonNode node) {
        var responses = new TreeMap<Integer, JsonNode>();
        node.properties()
                .forEach(r -> responses.put(Integer.valueOf(r.getKey()), followed(r.getValue())));
        return responses;
    }

    /// A schema of this document with all it may refer to.
    ObjectNode complete(JsonNode schema) {
        var whole = (ObjectNode) requireNonNull(schema).deepCopy();
        whole.set("components", root.path("components"));
        return whole;
    }
}
