package dev.reelay.api.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Builds a tree from the bracketed names that clients use for what forms cannot nest: `a[b]` is a
/// member, `list[]` and `list[0]` are elements in the order they come.
final class FormTree {
    private static final Pattern NAME = Pattern.compile("([^\\[\\]]+)((?:\\[[^\\[\\]]*])*)");
    private static final Pattern STEP = Pattern.compile("\\[([^\\[\\]]*)]");
    private static final Pattern ELEMENT = Pattern.compile("\\d{0,4}");
    private static final int DEEPEST = 8;

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    ObjectNode root() {
        return root;
    }

    /// Throws {@link GatewayException} where the name stands twice or means two things.
    void put(String name, JsonNode value) {
        var steps = steps(name);
        JsonNode at = root;
        for (var i = 0; i < steps.size() - 1; i++) {
            at = enter(name, at, steps.get(i), emptyFor(steps.get(i + 1)));
        }
        set(name, at, steps.getLast(), value);
    }

    private static List<String> steps(String name) {
        var match = NAME.matcher(name);
        if (!match.matches()) {
            throw malformed("the part name " + shown(name) + " has another form than a[b][]");
        }
        var steps = new ArrayList<String>();
        steps.add(match.group(1));
        STEP.matcher(match.group(2)).results().map(r -> r.group(1)).forEach(steps::add);
        if (steps.size() > DEEPEST) {
            throw malformed("the part name " + shown(name) + " nests too deep");
        }
        return steps;
    }

    private static JsonNode emptyFor(String step) {
        return isElement(step)
                ? JsonNodeFactory.instance.arrayNode()
                : JsonNodeFactory.instance.objectNode();
    }

    private static boolean isElement(String step) {
        return ELEMENT.matcher(step).matches();
    }

    private static JsonNode enter(String name, JsonNode at, String step, JsonNode empty) {
        if (at instanceof ObjectNode object) {
            var child = object.get(step);
            if (child == null) {
                object.set(step, empty);
                return empty;
            }
            return sameKind(name, child, empty);
        }
        var elements = (ArrayNode) at;
        var known = step.isEmpty() ? null : elements.get(Integer.parseInt(step));
        return known == null
                ? elements.add(empty).get(elements.size() - 1)
                : sameKind(name, known, empty);
    }

    private static JsonNode sameKind(String name, JsonNode child, JsonNode empty) {
        if (child.getNodeType() != empty.getNodeType()) {
            throw malformed("the part name " + shown(name) + " stands for two things");
        }
        return child;
    }

    private static void set(String name, JsonNode at, String step, JsonNode value) {
        if (at instanceof ArrayNode array) {
            array.add(value);
        } else if (((ObjectNode) at).putIfAbsent(step, value) != null) {
            throw malformed("the part " + shown(name) + " stands twice");
        }
    }

    private static String shown(String name) {
        return name.substring(0, Math.min(name.length(), 64));
    }

    private static GatewayException malformed(String why) {
        return new GatewayException(new GatewayError.MalformedBody(why));
    }
}
