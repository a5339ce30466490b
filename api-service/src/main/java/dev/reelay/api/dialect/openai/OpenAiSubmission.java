package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Body;
import dev.reelay.api.body.Fields;
import dev.reelay.api.body.Given;
import dev.reelay.api.callback.ReadCallback;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.dialect.ReadShape;
import dev.reelay.api.submission.AskedShape;
import dev.reelay.api.submission.GivenInput;
import dev.reelay.api.submission.Idempotency;
import dev.reelay.api.submission.ReadInput;
import dev.reelay.api.submission.Submission;
import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.event.JobSpec.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/videos` and `/v1/videos/quote`.
final class OpenAiSubmission {
    private static final String ROUTE = "POST /v1/videos";
    private static final String DEFAULT_MODEL = "sora-2";
    private static final AskedShape DEFAULTS =
            new AskedShape(4, new FrameSize(720, 1280), null, null);
    private static final int LONGEST_OPTIONS = 16 * 1024;
    private static final int LONGEST_MODEL = 100;
    private static final int LONGEST_USER = 512;
    private static final int MOST_REFERENCES = 10;
    private static final Set<String> KNOWN =
            Set.of(
                    "prompt",
                    "model",
                    "seconds",
                    "size",
                    "input_reference",
                    "characters",
                    "resolution",
                    "aspect_ratio",
                    "duration",
                    "audio",
                    "negative_prompt",
                    "seed",
                    "fps",
                    "quality",
                    "last_frame",
                    "reference_images",
                    "provider_options",
                    "n",
                    "max_cost",
                    "quote_id",
                    "metadata",
                    "user",
                    "callback_url");

    private final Fields fields;
    private final ReadInput inputs;
    private final ReadCallback callbacks;

    private OpenAiSubmission(Body body, ReadCallback callbacks) {
        fields = body.fields();
        inputs = new ReadInput(body.spool());
        this.callbacks = callbacks;
    }

    static Submission read(Call call, Body body, ReadCallback callbacks) {
        return new OpenAiSubmission(body, callbacks)
                .read(
                        call,
                        Idempotency.orRetry(call.idempotencyKey(), call.retries(), ROUTE, body));
    }

    private Submission read(Call call, Idempotency idempotency) {
        fields.refuseOthersThan(KNOWN);
        if (fields.has("characters")) {
            throw invalid("characters", "is not supported by this server");
        }
        return new Submission(
                call.caller(),
                OpenAiDialect.ID,
                model(),
                fields.text("prompt"),
                fields.text("negative_prompt"),
                new AskedShape(
                        seconds(),
                        ReadShape.size(fields, "size"),
                        ReadShape.resolution(fields, "resolution"),
                        ReadShape.aspectRatio(fields, "aspect_ratio")),
                DEFAULTS,
                fields.flag("audio"),
                fields.count("fps"),
                fields.whole("seed"),
                fields.text("quality", LONGEST_MODEL),
                Objects.requireNonNullElse(fields.count("n"), 1),
                inputs(),
                fields.typedTree("provider_options", LONGEST_OPTIONS),
                fields.credits("max_cost"),
                fields.text("quote_id"),
                fields.tree("metadata", LONGEST_OPTIONS),
                fields.text("user", LONGEST_USER),
                callbacks.read(call.caller().callbacks(), fields.text("callback_url")),
                call.traceparent(),
                idempotency,
                null);
    }

    private String model() {
        return Objects.requireNonNullElse(fields.text("model", LONGEST_MODEL), DEFAULT_MODEL);
    }

    /// `seconds` is a string in OpenAI's API and `duration` our number for the same thing.
    private @Nullable Integer seconds() {
        var seconds = fields.countOrText("seconds");
        var duration = fields.count("duration");
        if (seconds != null && duration != null && !seconds.equals(duration)) {
            throw invalid("seconds", "'%d' contradicts duration '%d'".formatted(seconds, duration));
        }
        return seconds == null ? duration : seconds;
    }

    private List<GivenInput> inputs() {
        var all = new ArrayList<GivenInput>();
        add(all, "input_reference", "first_frame", Role.FIRST_FRAME);
        add(all, "last_frame", "last_frame", Role.LAST_FRAME);
        var references = fields.givenList("reference_images");
        if (references.size() > MOST_REFERENCES) {
            throw invalid("reference_images", "has more than " + MOST_REFERENCES + " images");
        }
        references.forEach(
                given ->
                        all.add(
                                inputs.read(
                                        "reference_images",
                                        Role.REFERENCE,
                                        image("reference_images", given))));
        return all;
    }

    private void add(List<GivenInput> all, String name, String canonical, Role role) {
        var given = fields.given(name);
        if (given != null) {
            all.add(inputs.read(canonical, role, image(name, given)));
        }
    }

    /// An image may stand as such or as `{"image_url": …}` or `{"file_id": …}`, exactly one.
    private static Given image(String name, Given given) {
        if (!(given instanceof Given.Members(var members))) {
            return given;
        }
        members.refuseOthersThan(Set.of("image_url", "file_id"));
        var url = members.given("image_url");
        var id = members.given("file_id");
        if ((url == null) == (id == null)) {
            throw invalid(name, "must have exactly one of image_url and file_id");
        }
        if (id != null && !(id instanceof Given.Text(var text) && text.startsWith("upl_"))) {
            throw invalid(name, "has a file_id that is not the id of an upload");
        }
        return Objects.requireNonNull(url == null ? id : url);
    }
}
