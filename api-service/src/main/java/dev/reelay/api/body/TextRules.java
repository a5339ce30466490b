package dev.reelay.api.body;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;

/// What no database and no other system could keep as it was sent: text with NUL or half a
/// surrogate pair, numbers of an absurd magnitude.
final class TextRules {
    private static final int LARGEST_EXPONENT = 400;

    private TextRules() {}

    static JsonNode check(JsonNode node) {
        if (node.isTextual()) {
            check(node.textValue());
        } else if (node.isNumber()) {
            checkNumber(node);
        } else {
            node.fieldNames().forEachRemaining(TextRules::check);
            node.forEach(TextRules::check);
        }
        return node;
    }

    static String check(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0) {
                throw malformed("text with a NUL character");
            }
            if (Character.isSurrogate(c)) {
                var isPair =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    throw malformed("text with half a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private static void checkNumber(JsonNode node) {
        if (Math.abs((long) node.decimalValue().scale()) > LARGEST_EXPONENT) {
            throw malformed("a number out of all bounds");
        }
    }

    private static GatewayException malformed(String what) {
        return new GatewayException(new GatewayError.MalformedBody("the body has " + what));
    }
}
