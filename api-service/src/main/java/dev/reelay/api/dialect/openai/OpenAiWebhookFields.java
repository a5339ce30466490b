package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.id.DeliveryId;
import dev.reelay.common.id.EndpointId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What questions about webhooks have in common, with types. Throws {@link GatewayException} for
/// what is not of the type.
final class OpenAiWebhookFields {
    private static final Pattern TYPE = Pattern.compile("[a-z_]{1,30}\\.[a-z_]{1,30}");
    private static final Pattern STATE = Pattern.compile("due|retrying|delivered|exhausted");
    private static final Pattern LIMIT = Pattern.compile("[1-9]\\d?|100");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

    private OpenAiWebhookFields() {}

    static EndpointId endpoint(String id) {
        return EndpointId.parse(id)
                .orElseThrow(
                        () -> new GatewayException(new GatewayError.NotFound("webhook endpoint")));
    }

    static DeliveryId delivery(String id) {
        return DeliveryId.parse(id)
                .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("delivery")));
    }

    /// An endpoint that is named by a member or a parameter.
    static EndpointId endpoint(String name, String id) {
        return EndpointId.parse(id)
                .orElseThrow(() -> invalid(name, "must be the id of a webhook endpoint"));
    }

    static String state(String name, String word) {
        return matching(name, word, STATE, "must be due, retrying, delivered or exhausted");
    }

    static String type(String name, String word) {
        return matching(name, word, TYPE, "must be a type of event, as video.completed");
    }

    static int limit(@Nullable String limit) {
        return limit == null
                ? 20
                : Integer.parseInt(matching("limit", limit, LIMIT, "must be 1 to 100"));
    }

    static Instant time(String name, String text) {
        var why = "must be a time as 2026-06-01T08:00:00Z";
        try {
            return Instant.parse(matching(name, text, TIME, why));
        } catch (DateTimeException e) {
            throw invalid(name, why);
        }
    }

    /// A list of types, each once at most so many; null where it is absent.
    static @Nullable List<String> events(Fields fields, String name, int most) {
        var types = fields.texts(name);
        if (types == null) {
            return null;
        }
        if (types.isEmpty() || types.size() > most) {
            throw invalid(name, "must name 1 to %d types of events".formatted(most));
        }
        types.forEach(type -> type(name, type));
        return types;
    }

    private static String matching(String name, String text, Pattern form, String why) {
        if (!form.matcher(text).matches()) {
            throw invalid(name, why);
        }
        return text;
    }
}
