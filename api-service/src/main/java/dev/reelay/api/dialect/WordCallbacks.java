package dev.reelay.api.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.api.event.CallbackWording;
import dev.reelay.api.job.Job;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/// Has the end of a job worded by the dialect that it was submitted in.
@Singleton
final class WordCallbacks implements CallbackWording {
    // Dialects that wait need the log, and the log needs this.
    private final Instance<Dialect> dialects;
    private final ObjectMapper json;

    WordCallbacks(@Any Instance<Dialect> dialects, ObjectMapper json) {
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
