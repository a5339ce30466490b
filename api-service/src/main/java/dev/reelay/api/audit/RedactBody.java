package dev.reelay.api.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.regex.Pattern;

/// A body as it may be kept. Its texts are kept where a member is listed here, and in what stands
/// below that; of others it is only seen that they were there. So a member that is new, or that was
/// misspelled, is hidden until somebody lists it.
final class RedactBody {
    private static final String HIDDEN = "[redacted]";

    /// Members at the top whose texts, and those below them, are no secrets.
    private static final Set<String> KEPT =
            Set.of(
                    // tenants, plans and keys
                    "name",
                    "plan",
                    "callback_mode",
                    "highest_resolution",
                    "models",
                    "mode",
                    "scopes",
                    "dialect",
                    "ip_allow_list",
                    "spend_limits",
                    "workspace",
                    // links to the console
                    "tenant_id",
                    "role",
                    // credits and prices
                    "credits",
                    "reason",
                    "kind",
                    "expires_at",
                    "below",
                    "note",
                    "overrides",
                    "edit",
                    "samples",
                    // accounts and routes
                    "provider",
                    "base_url",
                    "settings",
                    "costs",
                    "strategy",
                    "routes",
                    // webhooks
                    "url",
                    "events",
                    "description",
                    "callback_url",
                    "callback_origins",
                    "own_account_models",
                    "endpoint",
                    "state",
                    "types",
                    "since",
                    "until");

    /// Names of members of which nothing is kept, wherever they stand.
    private static final Pattern SECRET =
            Pattern.compile("secret|key|token|password|credential", Pattern.CASE_INSENSITIVE);

    /// What is a secret of ours, or may hold one: who logs in at an address, and its query.
    private static final Pattern WITHIN =
            Pattern.compile("sk-(?:live|test)-\\w+|whsec_\\S+|(?<=://)[^/@\\s]*(?=@)|(?<=\\?)\\S+");

    private RedactBody() {}

    static JsonNode of(JsonNode body) {
        return members(body, false);
    }

    /// What may be kept of a text that is kept.
    static String text(String text) {
        return WITHIN.matcher(text).replaceAll(HIDDEN);
    }

    private static ObjectNode members(JsonNode object, boolean kept) {
        var redacted = JsonNodeFactory.instance.objectNode();
        object.properties()
                .forEach(
                        member -> {
                            var name = member.getKey();
                            var value = member.getValue();
                            redacted.set(
                                    text(name),
                                    SECRET.matcher(name).find()
                                            ? hidden(value)
                                            : value(value, kept || KEPT.contains(name)));
                        });
        return redacted;
    }

    private static JsonNode value(JsonNode value, boolean kept) {
        if (value.isObject()) {
            return members(value, kept);
        }
        if (value.isArray()) {
            var redacted = JsonNodeFactory.instance.arrayNode();
            value.forEach(one -> redacted.add(value(one, kept)));
            return redacted;
        }
        if (value.isTextual()) {
            return JsonNodeFactory.instance.textNode(kept ? text(value.textValue()) : HIDDEN);
        }
        return value;
    }

    /// Of an object the names of its members are kept: they say which secrets were entered.
    private static JsonNode hidden(JsonNode value) {
        if (value instanceof ObjectNode object) {
            var redacted = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(
                            member ->
                                    redacted.set(text(member.getKey()), hidden(member.getValue())));
            return redacted;
        }
        if (value instanceof ArrayNode array) {
            var redacted = JsonNodeFactory.instance.arrayNode();
            array.forEach(one -> redacted.add(hidden(one)));
            return redacted;
        }
        return value.isNull() ? value : JsonNodeFactory.instance.textNode(HIDDEN);
    }
}
