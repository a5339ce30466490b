package dev.reelay.api.dialect.newapi;

import static dev.reelay.api.error.GatewayException.invalid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.body.Body;
import dev.reelay.api.body.Fields;
import dev.reelay.api.callback.ReadCallback;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.submission.AskedShape;
import dev.reelay.api.submission.Idempotency;
import dev.reelay.api.submission.Submission;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A submission as any of the surfaces has it: members of the body and of its `metadata`. Where
/// both name the same thing, metadata wins.
final class NewApiSubmission {
    private static final String ROUTE = "POST /v1/video/generations";
    private static final int LONGEST_OPTIONS = 16 * 1024;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_USER = 512;
    private static final int LONGEST_URL = 2048;

    /// What is read of the body and its metadata, so that the rest is the vendor's.
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "model_name",
                    "req_key",
                    "prompt",
                    "negative_prompt",
                    "duration",
                    "seconds",
                    "size",
                    "width",
                    "height",
                    "resolution",
                    "aspect_ratio",
                    "fps",
                    "n",
                    "seed",
                    "user",
                    "response_format",
                    "mode",
                    "quality_level",
                    "audio",
                    "bgm",
                    "sound",
                    "image",
                    "images",
                    "input_reference",
                    "image_tail",
                    "image_urls",
                    "img_url",
                    "first_frame_url",
                    "last_frame_url",
                    "callback_url",
                    "metadata");

    /// Priced members that only the body may have.
    private static final Set<String> KNOWN_OF_METADATA =
            Set.of(
                    "req_key",
                    "negative_prompt",
                    "duration",
                    "resolution",
                    "aspect_ratio",
                    "seed",
                    "mode",
                    "quality_level",
                    "audio",
                    "bgm",
                    "sound",
                    "image_tail",
                    "image_urls",
                    "img_url",
                    "first_frame_url",
                    "last_frame_url",
                    "callback_url");

    private final Fields body;
    private final Fields metadata;
    private final boolean whole;
    private final NewApiInputs inputs;
    private final ReadCallback callbacks;

    /// @param whole the body is its own metadata, as on the vendors' surfaces
    private NewApiSubmission(Body body, boolean whole, ReadCallback callbacks) {
        this.callbacks = callbacks;
        this.body = body.fields();
        this.whole = whole;
        var given = this.body.objectOrJson("metadata");
        metadata = whole || given == null ? this.body : given;
        inputs = new NewApiInputs(this.body, metadata, body.spool());
    }

    /// The body of the native and of the OpenAI-style surface.
    static Submission read(Call call, Body body, ReadCallback callbacks) {
        return new NewApiSubmission(body, false, callbacks).read(call, idempotency(call, body));
    }

    /// The body of the Kling-style and of the Jimeng-style surface.
    static Submission readVendors(Call call, Body body, ReadCallback callbacks) {
        return new NewApiSubmission(body.mustBeJson(), true, callbacks)
                .read(call, idempotency(call, body));
    }

    private static @Nullable Idempotency idempotency(Call call, Body body) {
        return Idempotency.of(call.idempotencyKey(), ROUTE, body);
    }

    private Submission read(Call call, @Nullable Idempotency idempotency) {
        var model = model();
        if ("b64_json".equals(body.text("response_format"))) {
            throw invalid("response_format", "'b64_json' is not supported; supported: url");
        }
        return new Submission(
                call.caller(),
                NewApiDialect.ID,
                model,
                body.required("prompt"),
                metadata.text("negative_prompt"),
                NewApiShape.read(body, metadata, isKling(model)),
                AskedShape.NOTHING,
                audio(),
                body.count("fps"),
                seed(),
                quality(model),
                Objects.requireNonNullElse(body.count("n"), 1),
                inputs.read(),
                options(),
                null,
                null,
                null,
                body.text("user", LONGEST_USER),
                callbacks.read(
                        call.caller().callbacks(), metadata.text("callback_url", LONGEST_URL)),
                call.traceparent(),
                idempotency,
                null);
    }

    /// The vendor's own id in the metadata counts more than the gateway's.
    private String model() {
        for (var name : new String[] {"req_key", "model_name", "model"}) {
            var from = name.equals("req_key") ? metadata : body;
            var id = from.text(name, LONGEST_NAME);
            if (id != null && !id.isBlank()) {
                return id;
            }
        }
        throw new GatewayException(new GatewayError.MissingField("model"));
    }

    private static boolean isKling(String model) {
        return model.startsWith("kling");
    }

    private @Nullable Boolean audio() {
        var sound = metadata.text("sound");
        if (sound != null) {
            return switch (sound) {
                case "on" -> true;
                case "off" -> false;
                default -> throw invalid("sound", "must be on or off");
            };
        }
        var audio = metadata.flag("audio");
        return audio == null ? metadata.flag("bgm") : audio;
    }

    /// Below zero means any.
    private @Nullable Long seed() {
        var seed = metadata.whole("seed");
        var given = seed == null ? body.whole("seed") : seed;
        return given == null || given < 0 ? null : given;
    }

    /// Only Kling has a mode; other models are sent its default by habit.
    private @Nullable String quality(String model) {
        var level = metadata.text("quality_level", LONGEST_NAME);
        if (level != null || !isKling(model)) {
            return level;
        }
        var mode = metadata.text("mode", LONGEST_NAME);
        return mode == null ? body.text("mode", LONGEST_NAME) : mode;
    }

    /// What nobody else reads. The body of a form has no metadata of its own members.
    private @Nullable ObjectNode options() {
        if (metadata != body) {
            return metadata.others("metadata", KNOWN_OF_METADATA, LONGEST_OPTIONS);
        }
        return whole || body.isForm() ? body.others("metadata", KNOWN, LONGEST_OPTIONS) : null;
    }
}
