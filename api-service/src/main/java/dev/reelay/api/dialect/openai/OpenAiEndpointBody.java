package dev.reelay.api.dialect.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.address.ReadAddress;
import dev.reelay.api.body.Fields;
import java.util.Set;

/// What a tenant says of an endpoint. Which events there are is the worker's to say.
final class OpenAiEndpointBody {
    private static final int LONGEST_DESCRIPTION = 500;
    private static final int MOST_EVENTS = 50;

    private final Fields fields;
    private final ReadAddress addresses;
    private final ObjectNode said = JsonNodeFactory.instance.objectNode();

    private OpenAiEndpointBody(Fields fields, ReadAddress addresses) {
        this.fields = fields;
        this.addresses = addresses;
    }

    /// Of a new endpoint, which has an address.
    static ObjectNode create(Fields fields, ReadAddress addresses) {
        var body = new OpenAiEndpointBody(fields, addresses).read();
        fields.required("url");
        return body;
    }

    /// Of one that is there: only what is to change.
    static ObjectNode change(Fields fields, ReadAddress addresses) {
        return new OpenAiEndpointBody(fields, addresses).read();
    }

    private ObjectNode read() {
        fields.refuseOthersThan(Set.of("url", "events", "description", "enabled"));
        var url = fields.text("url");
        if (url != null) {
            said.put("url", addresses.read("url", url).toString());
        }
        // Null is a word for both: all events, and no description.
        if (fields.names().contains("events")) {
            readEvents();
        }
        if (fields.names().contains("description")) {
            said.put("description", fields.text("description", LONGEST_DESCRIPTION));
        }
        var enabled = fields.flag("enabled");
        if (enabled != null) {
            said.put("enabled", enabled);
        }
        return said;
    }

    private void readEvents() {
        var events = OpenAiWebhookFields.events(fields, "events", MOST_EVENTS);
        if (events == null) {
            said.putNull("events");
        } else {
            events.forEach(said.putArray("events")::add);
        }
    }
}
