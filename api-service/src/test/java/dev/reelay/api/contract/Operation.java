package dev.reelay.api.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// One operation of a document, its references followed.
///
/// @param path with its parameters in braces, below the server's
/// @param responses by status
/// @param open can be asked without a key
public record Operation(
        String id,
        String method,
        String path,
        List<Parameter> parameters,
        List<Body> bodies,
        Map<Integer, JsonNode> responses,
        boolean open) {

    /// @param in `path`, `query` or `header`
    public record Parameter(
            String name, String in, boolean required, JsonNode schema, @Nullable String example) {}

    /// One way to write the body.
    ///
    /// @param examples by their names
    public record Body(String contentType, JsonNode schema, Map<String, JsonNode> examples) {}

    public Stream<Parameter> parameters(String in) {
        return parameters.stream().filter(p -> p.in().equals(in));
    }

    /// Whether it is about something that has to be there.
    public boolean isAboutOne() {
        return parameters("path").anyMatch(p -> p.name().equals("id"));
    }

    /// Whether its body has to name something that is there, so that no example can be given.
    public boolean namesOne() {
        return bodies.stream()
                .anyMatch(
                        b -> b.contentType().equals("application/json") && b.examples().isEmpty());
    }

    /// The path once for each value of the parameters that have only some.
    public List<String> paths() {
        var paths = List.of(path);
        for (var parameter : parameters("path").toList()) {
            var values = parameter.schema().path("enum");
            if (!values.isEmpty()) {
                var name = "{" + parameter.name() + "}";
                paths =
                        paths.stream()
                                .flatMap(
                                        path ->
                                                StreamSupport.stream(values.spliterator(), false)
                                                        .map(v -> path.replace(name, v.asText())))
                                .toList();
            }
        }
        return paths;
    }

    /// What is said of a status; a missing node where it is not documented.
    public JsonNode response(int status) {
        return responses.getOrDefault(status, MissingNode.getInstance());
    }

    /// Statuses that are no refusal.
    public Set<Integer> successes() {
        var successes = new TreeSet<Integer>();
        responses.keySet().stream().filter(s -> s < 400).forEach(successes::add);
        return successes;
    }

    /// The path with its parameters filled in: `id`, and the first allowed value of any other.
    public String target(String id) {
        var target = path.replace("{id}", id);
        for (var parameter : parameters("path").toList()) {
            target =
                    target.replace(
                            "{" + parameter.name() + "}",
                            parameter.schema().path("enum").path(0).asText());
        }
        return target;
    }

    /// And with the query that the document's examples give.
    public String targetWithQuery(String id) {
        var query =
                parameters("query")
                        .filter(p -> p.example() != null)
                        .map(p -> p.name() + "=" + p.example())
                        .toList();
        return target(id) + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }
}
