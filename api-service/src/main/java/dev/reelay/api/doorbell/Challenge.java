package dev.reelay.api.doorbell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reelay.common.event.PooledBuffers;
import java.io.IOException;
import java.util.Optional;

/// What MiniMax asks before it uses an address: that the answer repeats a word of the question,
/// within three seconds. Whoever asks learns nothing from his own word.
///
/// @param challenge at most 256 characters
record Challenge(String challenge) {
    private static final JsonMapper JSON =
            JsonMapper.builder(PooledBuffers.factory().build()).build();
    private static final int LONGEST = 256;
    private static final int LARGEST = 1024;

    /// Empty for every other body.
    static Optional<Challenge> in(byte[] body) {
        if (body.length > LARGEST) {
            return Optional.empty();
        }
        try {
            var word = JSON.readTree(body).path("challenge");
            return word.isTextual() && word.textValue().length() <= LONGEST
                    ? Optional.of(new Challenge(word.textValue()))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }
}
