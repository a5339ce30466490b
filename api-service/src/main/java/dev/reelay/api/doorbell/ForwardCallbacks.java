package dev.reelay.api.doorbell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.worker.Worker;
import dev.reelay.api.worker.Worker.Question;
import dev.reelay.common.event.ProviderCall;
import dev.reelay.common.event.ProviderCall.Outcome;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/// Asks the worker, which has the accounts, about callbacks that can prove themselves. A few at a
/// time: whoever else comes is a mere ring.
@Singleton
final class ForwardCallbacks {
    private static final int AT_ONCE = 32;

    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Worker worker;

    ForwardCallbacks(Worker worker) {
        this.worker = worker;
    }

    /// {@link Outcome#UNPROVEN} also where the worker does not say.
    Outcome forward(UUID attempt, ProviderCall call) {
        if (!room.tryAcquire()) {
            return Outcome.UNPROVEN;
        }
        try {
            var path = "/internal/callbacks/" + attempt;
            var answer = worker.ask(Question.of("POST", path, json(call), "callback"));
            return outcome(answer.body().path("outcome").asText());
        } catch (GatewayException e) {
            return Outcome.UNPROVEN; // it is away; polls find the same
        } finally {
            room.release();
        }
    }

    private static JsonNode json(ProviderCall call) {
        var json = JsonNodeFactory.instance.objectNode();
        var headers = json.putObject("headers");
        call.headers().forEach(headers::put);
        return json.put("body", call.body());
    }

    private static Outcome outcome(String word) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.name().equals(word))
                .findFirst()
                .orElse(Outcome.UNPROVEN);
    }
}
