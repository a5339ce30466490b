package dev.reelay.api.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The requests that a document shows.
public final class Examples {
    private static final Pattern EMBEDDED = Pattern.compile("\\{\\$response\\.body#(/[^}]*)}");
    private static final String POINTER = "$response.body#";

    private final String server;
    private final byte[] file;

    /// @param server what a base URL begins with
    /// @param file sent wherever a form asks for one
    public Examples(String server, byte[] file) {
        this.server = server;
        this.file = file;
    }

    /// One request per example of a body; one without a body where the operation takes none. None
    /// has a key.
    ///
    /// @param id of what it is about
    public List<Request> of(Operation operation, String id) {
        var bare = Request.of(operation.method(), server + operation.targetWithQuery(id));
        var requests = new ArrayList<Request>();
        for (var body : operation.bodies()) {
            if (body.contentType().equals("application/json")) {
                body.examples().values().forEach(e -> requests.add(bare.json(e.toString())));
            } else {
                var values = new ArrayList<>(body.examples().values());
                if (values.isEmpty()) {
                    values.add(OpenApi.JSON.createObjectNode());
                }
                values.forEach(e -> requests.add(bare.body(Form.CONTENT_TYPE, form(body, e))));
            }
        }
        return requests.isEmpty() ? List.of(bare) : requests;
    }

    private byte[] form(Operation.Body body, JsonNode example) {
        var form = new Form();
        example.properties().forEach(p -> form.text(p.getKey(), p.getValue().asText()));
        body.schema()
                .path("properties")
                .properties()
                .forEach(
                        property -> {
                            var type = property.getValue().path("contentMediaType").asText();
                            if (!type.isEmpty()) {
                                form.file(property.getKey(), type, file);
                            }
                        });
        return form.done();
    }

    /// The request that a link of an answer leads to.
    public Request followed(JsonNode link, Operation target, Answer answer) {
        var request =
                Request.of(
                        target.method(),
                        server + target.target(id(link, answer)) + query(link, target));
        return link.has("requestBody")
                ? request.json(
                        EMBEDDED.matcher(link.path("requestBody").asText())
                                .replaceAll(m -> json(answer).at(m.group(1)).asText()))
                : request;
    }

    /// The id that a link takes from an answer; empty where it takes none.
    public static String id(JsonNode link, Answer answer) {
        var id = link.path("parameters").path("id").asText();
        return id.isEmpty() ? "" : json(answer).at(id.substring(POINTER.length())).asText();
    }

    private static String query(JsonNode link, Operation target) {
        var query =
                target.parameters("query")
                        .filter(p -> link.path("parameters").has(p.name()))
                        .map(p -> p.name() + "=" + link.path("parameters").path(p.name()).asText())
                        .toList();
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    private static JsonNode json(Answer answer) {
        try {
            return OpenApi.JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(answer.toString(), e);
        }
    }
}
