package dev.reelay.worker.provider.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.event.JobSpec.Input;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.provider.SubmitAttempt;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What tests submit: a second of 320x180 unless they say otherwise.
final class Attempts {
    private final String prompt;
    private int seconds = 1;
    private int width = 320;
    private int height = 180;
    private Mode mode = Mode.TEXT;
    private boolean audio;
    private boolean hints;
    private int output;
    private @Nullable Integer fps;
    private @Nullable Long seed;
    private @Nullable URI callback;
    private final List<Input> inputs = new ArrayList<>();

    private Attempts(String prompt) {
        this.prompt = prompt;
    }

    static Attempts of(String prompt) {
        return new Attempts(prompt);
    }

    Attempts seconds(int value) {
        seconds = value;
        return this;
    }

    Attempts size(int w, int h) {
        width = w;
        height = h;
        return this;
    }

    Attempts fps(int value) {
        fps = value;
        return this;
    }

    Attempts seed(long value) {
        seed = value;
        return this;
    }

    Attempts output(int value) {
        output = value;
        return this;
    }

    Attempts audio() {
        audio = true;
        return this;
    }

    Attempts hints() {
        hints = true;
        return this;
    }

    Attempts picture(Mode of, Role role, String key) {
        mode = of;
        inputs.add(new Input(role, key, "image/png"));
        return this;
    }

    Attempts mode(Mode value) {
        mode = value;
        return this;
    }

    Attempts callback(URI value) {
        callback = value;
        return this;
    }

    SubmitAttempt attempt() {
        return new SubmitAttempt(UUID.randomUUID(), spec(), output, "storyboard-1", callback);
    }

    private JobSpec spec() {
        var now = Instant.now();
        return new JobSpec(
                JobId.next(),
                TenantId.next(),
                "reelay/storyboard-1",
                mode,
                prompt,
                hints ? "blurry" : null,
                seconds,
                width,
                height,
                "720p",
                "16:9",
                audio,
                fps,
                seed,
                hints ? "high" : null,
                1,
                false,
                inputs,
                hints ? JsonNodeFactory.instance.objectNode().put("cfg", 7) : null,
                now,
                now.plus(Duration.ofMinutes(30)),
                1,
                4,
                null,
                null);
    }
}
