package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.event.EventId;
import dev.reelay.api.job.VideoId;
import dev.reelay.common.id.DeliveryId;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// Which deliveries are asked for, as the worker is asked.
final class OpenAiDeliveryQuery {
    private final MultivaluedMap<String, String> asked;
    private final List<String> parts = new ArrayList<>();

    private OpenAiDeliveryQuery(MultivaluedMap<String, String> asked) {
        this.asked = asked;
    }

    /// Only of characters that need no escape.
    static String read(MultivaluedMap<String, String> asked) {
        return new OpenAiDeliveryQuery(asked).read();
    }

    private String read() {
        parts.add("limit=" + OpenAiWebhookFields.limit(asked.getFirst("limit")));
        add("after", "after", OpenAiDeliveryQuery::delivery);
        add("endpoint", "endpoint", OpenAiWebhookFields::endpoint);
        add("state", "state", OpenAiWebhookFields::state);
        add("type", "type", OpenAiWebhookFields::type);
        add("event", "event", OpenAiDeliveryQuery::event);
        add("video", "job", OpenAiDeliveryQuery::job);
        add("since", "since", OpenAiWebhookFields::time);
        add("until", "until", OpenAiWebhookFields::time);
        return String.join("&", parts);
    }

    private void add(String name, String theirs, BiFunction<String, String, Object> read) {
        var text = asked.getFirst(name);
        if (text != null) {
            parts.add(theirs + "=" + read.apply(name, text));
        }
    }

    private static Object delivery(String name, String id) {
        return DeliveryId.parse(id)
                .orElseThrow(() -> invalid(name, "must be the id of a delivery"));
    }

    private static Object event(String name, String id) {
        return EventId.parse(id).orElseThrow(() -> invalid(name, "must be the id of an event"));
    }

    private static Object job(String name, String id) {
        return VideoId.parse(id).orElseThrow(() -> invalid(name, "must be the id of a video"));
    }
}
