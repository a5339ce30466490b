package dev.reelay.api.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.event.PooledBuffers;
import java.io.IOException;
import java.io.InputStream;

/// JSON as strict as the standard, with limits on depth and lengths.
final class JsonBody {
    private static final long LIMIT = 1024 * 1024;
    private static final int LONGEST_INLINE = 128 * 1024;
    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 256;

    /// The parser lets through what `BigDecimal` then refuses.
    private static final String BEYOND = "JSON with a number whose exponent is out of range";

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            PooledBuffers.factory()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxNumberLength(LONGEST_NUMBER)
                                                    .maxNameLength(LONGEST_NAME)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private JsonBody() {}

    static ObjectNode read(InputStream body, Spool spool) throws IOException {
        var diverted = new DivertingInputStream(body, spool, LONGEST_INLINE);
        return parse(new LimitedInputStream(diverted, LIMIT));
    }

    private static ObjectNode parse(InputStream json) throws IOException {
        try {
            return object(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw malformed("not valid JSON" + place(e));
        } catch (NumberFormatException e) {
            throw malformed(BEYOND);
        }
    }

    /// A text part of a form that says it is JSON.
    static JsonNode parse(String json) {
        try {
            return TextRules.check(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw malformed("a form whose JSON part is not valid" + place(e));
        } catch (NumberFormatException e) {
            throw malformed(BEYOND);
        }
    }

    /// A node as JSON. Its own `toString` would leave buffers with the thread.
    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read cannot be written", e);
        }
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return (ObjectNode) TextRules.check(object);
        }
        throw malformed("no JSON object");
    }

    /// The parser's own text would repeat a piece of the body.
    private static String place(JsonProcessingException e) {
        var where = e.getLocation();
        return where == null
                ? ""
                : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
    }

    private static GatewayException malformed(String why) {
        return new GatewayException(new GatewayError.MalformedBody("the body is " + why));
    }
}
