package dev.reelay.api.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeSet;

/// What makes two requests the same: SHA-256 over the route and the body in one canonical form.
/// Order of members, spelling of numbers, boundaries and file names do not count; of large values
/// only their content's hash does.
public final class Fingerprint {
    private final Spool spool;
    private final StringBuilder canonical = new StringBuilder();

    private Fingerprint(Spool spool) {
        this.spool = spool;
    }

    public static byte[] of(String route, Body body) {
        var form = new Fingerprint(body.spool());
        form.add(body.tree());
        return sha256(route + "\n" + form.canonical);
    }

    private void add(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> addObject(node);
            case ARRAY -> addArray(node);
            case NUMBER -> canonical.append(node.decimalValue().stripTrailingZeros());
            case STRING -> addText(node.textValue());
            default -> canonical.append(JsonBody.text(node));
        }
    }

    private void addObject(JsonNode node) {
        var names = new TreeSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        canonical.append('{');
        for (var name : names) {
            addText(name);
            canonical.append(':');
            add(node.get(name));
            canonical.append(',');
        }
        canonical.append('}');
    }

    private void addArray(JsonNode node) {
        canonical.append('[');
        for (var element : node) {
            add(element);
            canonical.append(',');
        }
        canonical.append(']');
    }

    private void addText(String text) {
        var spooled = spool.find(text);
        canonical.append(
                spooled == null ? JsonBody.text(new TextNode(text)) : "#" + spooled.sha256());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
