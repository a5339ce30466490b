package dev.reelay.api.contract;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The requests that a document shows.
public final class Examples {
    private static final Pattern EMBEDDED = Pattern.compile("\\{\\$response\\.body#(/[^}]*)}");
    private static final String POINTER = "$response.body#";

    private final String server;
    private final Function<String, byte[]> files;

    /// @param server what a base URL begins with
    /// @param files what is sent where a form asks for one of a content type
    public Examples(String server, Function<String, byte[]> files) {
        this.server = server;
        this.files = files;
    }

    /// One request per example of a body; one without a body where the operation takes none; and
    /// the first of them once more with each header of which the document gives an example. None
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
        if (requests.isEmpty()) {
            requests.add(bare);
        }
        var first = requests.getFirst();
        operation
                .parameters("header")
                .filter(p -> p.example() != null)
                .forEach(p -> requests.add(first.with(p.name(), requireNonNull(p.example()))));
        return requests;
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
                                form.file(property.getKey(), type, files.apply(type));
                            }
                        });
        return form.done();
    }

    /// The request that a link of an answer leads to.
    public Request followed(JsonNode link, Operation target, Answer answer) {
        var request =
                withHeaders(
                        Request.of(
                                target.method(),
                                server + target.target(id(link, answer)) + query(link, target)),
                        link,
                        target);
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

    /// The same answer with other ids, of things that are nowhere, where a link takes them from it.
    public static Answer ofNobody(JsonNode link, Answer answer) {
        var ids = new ArrayList<String>();
        ids.add(id(link, answer));
        EMBEDDED.matcher(link.path("requestBody").asText())
                .results()
                .forEach(found -> ids.add(json(answer).at(found.group(1)).asText()));
        var body = answer.body();
        for (var id : ids) {
            body = id.isEmpty() ? body : body.replace(id, another(id));
        }
        return new Answer(answer.status(), answer.headers(), body);
    }

    /// Of the same form.
    private static String another(String id) {
        var last = id.length() - 1;
        return id.substring(0, last) + (id.charAt(last) == '1' ? '2' : '1');
    }

    private static Request withHeaders(Request request, JsonNode link, Operation target) {
        var whole = request;
        for (var parameter : target.parameters("header").toList()) {
            var value = link.path("parameters").path(parameter.name());
            whole = value.isTextual() ? whole.with(parameter.name(), value.textValue()) : whole;
        }
        return whole;
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
