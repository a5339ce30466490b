package dev.reelay.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// JSON as the vendors read and write it.
public final class Json {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /// What the bytes hold; null where they are no JSON.
    public static @Nullable JsonNode read(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            return null;
        }
    }

    /// JSON that stands in this program; one that is no JSON is a mistake of ours.
    public static ObjectNode object(String text) {
        try {
            return (ObjectNode) MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// An object of names and values in turn; a value is text, a number, a boolean, null or JSON.
    public static ObjectNode of(@Nullable Object... namesAndValues) {
        var object = JsonNodeFactory.instance.objectNode();
        for (var each = 0; each < namesAndValues.length; each += 2) {
            object.set(
                    String.valueOf(namesAndValues[each]),
                    MAPPER.valueToTree(namesAndValues[each + 1]));
        }
        return object;
    }

    public static ArrayNode list(Iterable<? extends JsonNode> items) {
        var list = JsonNodeFactory.instance.arrayNode();
        items.forEach(list::add);
        return list;
    }

    public static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
