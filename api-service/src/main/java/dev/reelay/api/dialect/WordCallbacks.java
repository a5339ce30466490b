package dev.reelay.api.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.api.event.CallbackWording;
import dev.reelay.api.job.Job;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Has the end of a job worded by the dialect that it was submitted in.
@Singleton
final class WordCallbacks implements CallbackWording {
    private final List<Dialect> dialects;
    private final ObjectMapper json;

    WordCallbacks(@All List<Dialect> dialects, ObjectMapper json) {
        this.dialects = dialects;
        this.json = json;
    }

    @Override
    public Optional<OwnMessage> message(Job job, Instant at) {
        return dialects.stream()
                .filter(dialect -> dialect.id().equals(job.dialect()))
                .findFirst()
                .flatMap(dialect -> dialect.callback(job, at))
                .map(callback -> new OwnMessage(text(callback.body()), callback.key()));
    }

    private String text(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message of ours cannot be written", e);
        }
    }
}
