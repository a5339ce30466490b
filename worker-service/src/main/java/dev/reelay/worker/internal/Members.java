package dev.reelay.worker.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.worker.internal.Refused.Invalid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The members of a request's body. Whatever is not of the form asked for throws {@link Invalid}
/// with its name; null counts as left out, except for {@link #has}.
public final class Members {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final ObjectNode body;

    private Members(ObjectNode body) {
        this.body = body;
    }

    /// @param text null or empty for an object without members
    /// @param known all that may be there
    public static Members of(@Nullable String text, Set<String> known) {
        var body =
                text == null || text.isBlank() ? JsonNodeFactory.instance.objectNode() : read(text);
        refuseOthers("body", body, known);
        return new Members(body);
    }

    private static void refuseOthers(String where, ObjectNode object, Set<String> known) {
        for (var name : (Iterable<String>) object::fieldNames) {
            if (!known.contains(name)) {
                throw new Invalid(
                        where,
                        "must have no members but " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    private static ObjectNode read(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // Said below; its own message repeats the body.
        }
        throw new Invalid("body", "must be a JSON object");
    }

    /// Whether it is there, be it null.
    public boolean has(String name) {
        return body.has(name);
    }

    private Optional<JsonNode> given(String name) {
        return Optional.ofNullable(body.get(name)).filter(node -> !node.isNull());
    }

    /// @param most characters
    public Optional<String> text(String name, int most) {
        return given(name)
                .map(
                        node -> {
                            var text = node.textValue();
                            if (text == null || text.length() > most) {
                                throw new Invalid(
                                        name,
                                        "must be text of at most %d characters".formatted(most));
                            }
                            return storable(name, text);
                        });
    }

    private static String storable(String name, String text) {
        if (text.indexOf(0) >= 0) {
            throw new Invalid(name, "must not hold the character U+0000");
        }
        return text;
    }

    /// An object, for somebody else to read.
    public Optional<JsonNode> object(String name) {
        return given(name)
                .map(
                        node -> {
                            if (!node.isObject()) {
                                throw new Invalid(name, "must be an object");
                            }
                            return node;
                        });
    }

    /// A list of objects; empty where there is none.
    ///
    /// @param known all that may be in each
    public List<Members> objects(String name, int most, Set<String> known) {
        return given(name)
                .map(
                        node -> {
                            if (!node.isArray() || node.size() > most) {
                                throw new Invalid(
                                        name, "must be a list of at most %d".formatted(most));
                            }
                            var all = new ArrayList<Members>();
                            node.forEach(one -> all.add(member(name, one, known)));
                            return List.copyOf(all);
                        })
                .orElse(List.of());
    }

    private static Members member(String name, JsonNode node, Set<String> known) {
        if (!(node instanceof ObjectNode object)) {
            throw new Invalid(name, "must be a list of objects");
        }
        refuseOthers(name, object, known);
        return new Members(object);
    }

    /// An object whose members are texts.
    ///
    /// @param most characters of each
    public Optional<Map<String, String>> texts(String name, int most) {
        return given(name)
                .map(
                        node -> {
                            if (!node.isObject()) {
                                throw new Invalid(name, "must be an object of texts");
                            }
                            var inner = new Members((ObjectNode) node);
                            var all = new TreeMap<String, String>();
                            for (var member : (Iterable<String>) node::fieldNames) {
                                inner.text(member, most).ifPresent(text -> all.put(member, text));
                            }
                            return all;
                        });
    }

    public Optional<Boolean> flag(String name) {
        return given(name)
                .map(
                        node -> {
                            if (!node.isBoolean()) {
                                throw new Invalid(name, "must be true or false");
                            }
                            return node.booleanValue();
                        });
    }

    public Optional<Integer> number(String name, int least, int most) {
        return given(name)
                .map(
                        node -> {
                            if (!node.isIntegralNumber()
                                    || !node.canConvertToInt()
                                    || node.intValue() < least
                                    || node.intValue() > most) {
                                throw new Invalid(
                                        name,
                                        "must be a whole number from %d to %d"
                                                .formatted(least, most));
                            }
                            return node.intValue();
                        });
    }

    public Optional<Instant> time(String name) {
        return given(name).map(node -> Times.read(name, String.valueOf(node.textValue())));
    }

    /// A list of some of these words, each counted once.
    public Optional<List<String>> words(String name, Set<String> allowed) {
        return given(name)
                .map(
                        node -> {
                            var words = new TreeSet<String>();
                            node.forEach(word -> words.add(String.valueOf(word.textValue())));
                            if (!node.isArray() || words.isEmpty() || !allowed.containsAll(words)) {
                                throw new Invalid(
                                        name,
                                        "must be a list of at least one of "
                                                + String.join(", ", new TreeSet<>(allowed)));
                            }
                            return new ArrayList<>(words);
                        });
    }
}
