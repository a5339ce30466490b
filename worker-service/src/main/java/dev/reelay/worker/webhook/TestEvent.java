package dev.reelay.worker.webhook;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.HexId;
import dev.reelay.worker.endpoint.EndpointEvents;
import java.time.Instant;
import java.util.UUID;

/// An event that only tries an endpoint out, in the form of all others.
record TestEvent(String id, String type, String body) {
    private record Body(String id, String object, long createdAt, String type, Data data) {}

    private record Data(String id) {}

    static TestEvent of(EndpointId endpoint, Instant now) {
        var id = HexId.text("evt_", UUID.randomUUID());
        var type = EndpointEvents.TEST;
        var body = new Body(id, "event", now.getEpochSecond(), type, new Data(endpoint.toString()));
        return new TestEvent(id, type, EventJson.write(body));
    }
}
