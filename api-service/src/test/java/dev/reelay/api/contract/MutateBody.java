package dev.reelay.api.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;

/// Makes wrong bodies of an example, most of them wrong in one or two places only.
final class MutateBody {
    private static final int MOST_WRONGS = 3;

    private final OpenApi document;
    private final Random random;
    private final Map<String, String> fragments = new HashMap<>();

    MutateBody(OpenApi document, Random random) {
        this.document = document;
        this.random = random;
    }

    /// Text that is JSON, or nearly.
    byte[] json(JsonNode example, JsonNode schema) {
        var tree = example.deepCopy();
        for (var i = random.nextInt(MOST_WRONGS) + 1; i > 0; i--) {
            change((ObjectNode) tree, document.followed(schema));
        }
        var text = tree.toString();
        for (var fragment : fragments.entrySet()) {
            text = text.replace('"' + fragment.getKey() + '"', fragment.getValue());
        }
        if (random.nextInt(6) == 0) {
            text = text.replaceFirst("\\{", Matcher.quoteReplacement("{" + members(2)));
        }
        return random.nextInt(5) == 0 ? broken(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    /// A form with the members of the example.
    byte[] form(JsonNode example, JsonNode schema) {
        var form = new Form();
        for (var part : example.properties()) {
            if (random.nextInt(5) > 0) {
                form.text(part.getKey(), random.nextInt(4) == 0 ? odd() : part.getValue().asText());
            }
        }
        var names = new ArrayList<>(Odd.NAMES);
        document.followed(schema).path("properties").fieldNames().forEachRemaining(names::add);
        for (var i = random.nextInt(MOST_WRONGS); i >= 0; i--) {
            var name = pick(names) + pick(List.of("", "", "[]", "[a]", "[a][b]", "[image_url]"));
            switch (random.nextInt(4)) {
                case 0 -> form.file(name, pick(Odd.CONTENT_TYPES), bytes());
                case 1 -> form.part(pick(Odd.TEXTS), "", bytes());
                default -> form.text(name, odd());
            }
        }
        var whole = form.done();
        return random.nextInt(6) == 0 ? cut(whole) : whole;
    }

    private String odd() {
        var value = pick(Odd.JSON);
        return value.startsWith("\"") ? value.substring(1) : value;
    }

    private void change(ObjectNode tree, JsonNode schema) {
        var target = object(tree);
        var names = new ArrayList<String>();
        target.fieldNames().forEachRemaining(names::add);
        switch (random.nextInt(5)) {
            case 0 -> names.stream().skip(index(names)).findFirst().ifPresent(target::remove);
            case 1 -> target.set(name(schema), fragment(pick(Odd.JSON)));
            case 2 -> target.set(name(schema), fragment(typed(schema)));
            default -> {
                if (!names.isEmpty()) {
                    target.set(pick(names), fragment(pick(Odd.JSON)));
                }
            }
        }
    }

    private int index(List<?> list) {
        return list.isEmpty() ? 0 : random.nextInt(list.size());
    }

    /// The tree itself, or an object somewhere in it.
    private ObjectNode object(ObjectNode tree) {
        var objects = new ArrayList<ObjectNode>();
        collect(tree, objects);
        return random.nextInt(3) > 0 ? tree : pick(objects);
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(child -> collect(child, objects));
        }
    }

    private String name(JsonNode schema) {
        var known = new ArrayList<String>();
        schema.path("properties").fieldNames().forEachRemaining(known::add);
        return random.nextInt(4) == 0 || known.isEmpty()
                ? pick(Odd.NAMES).replace("\\u0000", "\0")
                : pick(known);
    }

    /// A value that a property of the schema may have, or nearly.
    private String typed(JsonNode schema) {
        var properties = new ArrayList<JsonNode>();
        schema.path("properties").forEach(p -> properties.add(document.followed(p)));
        if (properties.isEmpty()) {
            return pick(Odd.JSON);
        }
        var property = pick(properties);
        if (property.has("enum")) {
            var values = new ArrayList<JsonNode>();
            property.path("enum").forEach(values::add);
            return pick(values).toString();
        }
        return switch (property.path("type").asText()) {
            case "integer" ->
                    String.valueOf(property.path("minimum").asInt() + random.nextInt(5) - 1);
            case "number" -> String.valueOf(random.nextDouble());
            case "boolean" -> String.valueOf(random.nextBoolean());
            case "string" -> longest(property.path("maxLength").asInt(20));
            case "array" -> "[" + pick(Odd.JSON) + "," + pick(Odd.JSON) + "]";
            default -> "{" + members(1) + "\"b\":1}";
        };
    }

    private static String longest(int length) {
        return new TextNode("y".repeat(Math.min(length, 40_000))).toString();
    }

    /// Members, each with a comma behind it: some with names that are there already.
    private String members(int most) {
        var text = new StringBuilder();
        for (var i = random.nextInt(most) + 1; i > 0; i--) {
            var name = pick(List.of("prompt", "model", "duration", pick(Odd.NAMES)));
            text.append('"').append(name).append("\":").append(pick(Odd.JSON)).append(',');
        }
        return text.toString();
    }

    /// A text that stands for raw JSON until all of the tree is written.
    private TextNode fragment(String json) {
        var mark = "raw-" + fragments.size();
        fragments.put(mark, json);
        return new TextNode(mark);
    }

    private byte[] broken(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(9)) {
            case 0 -> cut(bytes);
            case 1 -> (text + pick(Odd.JSON)).getBytes(StandardCharsets.UTF_8);
            case 2 -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
            case 3 -> text.getBytes(StandardCharsets.UTF_16);
            case 4 -> text.getBytes(StandardCharsets.UTF_16LE);
            case 5 -> pick(Odd.JSON).getBytes(StandardCharsets.UTF_8);
            case 6 -> ("[" + text + "]").getBytes(StandardCharsets.UTF_8);
            case 7 -> bytes();
            default -> {
                if (bytes.length > 0) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                yield bytes;
            }
        };
    }

    private byte[] cut(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length == 0 ? 0 : random.nextInt(bytes.length));
    }

    private byte[] bytes() {
        var bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
