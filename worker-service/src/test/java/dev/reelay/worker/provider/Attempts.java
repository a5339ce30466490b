package dev.reelay.worker.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.event.JobSpec.Input;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What tests submit: a second of 320x180 unless they say otherwise.
public final class Attempts {
    private final String prompt;
    private UUID id = UUID.randomUUID();
    private String model = "storyboard-1";
    private String resolution = "720p";
    private String ratio = "16:9";
    private @Nullable String negative;
    private @Nullable String quality;
    private @Nullable ObjectNode options;
    private int seconds = 1;
    private int width = 320;
    private int height = 180;
    private Mode mode = Mode.TEXT;
    private boolean audio;
    private boolean ownAccount;
    private int output;
    private @Nullable Integer fps;
    private @Nullable Long seed;
    private @Nullable URI callback;
    private final List<Input> inputs = new ArrayList<>();

    private Attempts(String prompt) {
        this.prompt = prompt;
    }

    public static Attempts of(String prompt) {
        return new Attempts(prompt);
    }

    public Attempts id(String value) {
        id = UUID.fromString(value);
        return this;
    }

    /// The route's name for the model.
    public Attempts model(String value) {
        model = value;
        return this;
    }

    public Attempts tier(String tier, String of) {
        resolution = tier;
        ratio = of;
        return this;
    }

    public Attempts negative(String value) {
        negative = value;
        return this;
    }

    public Attempts quality(String value) {
        quality = value;
        return this;
    }

    public Attempts seconds(int value) {
        seconds = value;
        return this;
    }

    public Attempts size(int w, int h) {
        width = w;
        height = h;
        return this;
    }

    public Attempts fps(int value) {
        fps = value;
        return this;
    }

    public Attempts seed(long value) {
        seed = value;
        return this;
    }

    public Attempts output(int value) {
        output = value;
        return this;
    }

    public Attempts audio() {
        audio = true;
        return this;
    }

    public Attempts onOwnAccount() {
        ownAccount = true;
        return this;
    }

    public Attempts hints() {
        negative = "blurry";
        quality = "high";
        options = JsonNodeFactory.instance.objectNode().put("cfg", 7);
        return this;
    }

    public Attempts picture(Mode of, Role role, String key) {
        mode = of;
        inputs.add(new Input(role, key, "image/png"));
        return this;
    }

    public Attempts clip(Mode of, String key) {
        mode = of;
        inputs.add(new Input(Role.VIDEO, key, "video/mp4"));
        return this;
    }

    public Attempts mode(Mode value) {
        mode = value;
        return this;
    }

    public Attempts callback(URI value) {
        callback = value;
        return this;
    }

    public SubmitAttempt attempt() {
        return new SubmitAttempt(id, spec(), output, model, seconds, callback);
    }

    private JobSpec spec() {
        var now = Instant.now();
        return new JobSpec(
                JobId.next(),
                TenantId.next(),
                "reelay/storyboard-1",
                mode,
                prompt,
                negative,
                seconds,
                width,
                height,
                resolution,
                ratio,
                audio,
                fps,
                seed,
                quality,
                1,
                false,
                ownAccount,
                inputs,
                options,
                now,
                now.plus(Duration.ofMinutes(30)),
                1,
                4,
                null,
                null);
    }
}
