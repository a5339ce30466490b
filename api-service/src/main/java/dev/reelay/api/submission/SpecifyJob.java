package dev.reelay.api.submission;

import static dev.reelay.api.error.GatewayException.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.catalogue.Model;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.common.id.JobId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns what was asked into what is made, or refuses by {@link GatewayException}, before anything
/// is stored or held. Pure.
final class SpecifyJob {
    private static final int LONGEST_PROMPT = 32_000;
    private static final int LONGEST_SPEC = 64 * 1024;
    private static final long LARGEST_SEED = (1L << 53) - 1;

    /// What only canonical fields may say, because it is priced.
    private static final Set<String> PRICED =
            Set.of(
                    "model",
                    "mode",
                    "duration",
                    "seconds",
                    "resolution",
                    "size",
                    "width",
                    "height",
                    "aspect_ratio",
                    "aspectratio",
                    "audio",
                    "generate_audio",
                    "sound",
                    "n",
                    "quality",
                    "num_outputs",
                    "sample_count",
                    "samplecount",
                    "duration_seconds",
                    "durationseconds");

    private final Submission asked;
    private final Model model;

    private SpecifyJob(Submission asked, Model model) {
        this.asked = asked;
        this.model = model;
    }

    /// @param inputs where the inputs are, in the order of the submission's
    static JobSpec specify(
            Submission asked,
            Model model,
            JobId id,
            List<JobSpec.Input> inputs,
            Instant now,
            Instant deadline) {
        var job = new SpecifyJob(asked, model);
        return job.checked(job.spec(id, inputs, now, deadline));
    }

    private JobSpec spec(JobId id, List<JobSpec.Input> inputs, Instant now, Instant deadline) {
        var prompt = prompt();
        var mode = mode();
        var shape = ShapeClip.shape(model, asked.shape(), asked.defaults());
        refuseBeyondPlan(shape);
        refuseText("negative_prompt", asked.negativePrompt());
        refusePriced(asked.providerOptions());
        return new JobSpec(
                id,
                asked.caller().tenant(),
                model.id(),
                mode,
                prompt,
                asked.negativePrompt(),
                shape.seconds(),
                shape.size().width(),
                shape.size().height(),
                shape.resolution().word(),
                shape.aspectRatio().toString(),
                audio(),
                fps(),
                seed(),
                quality(),
                outputs(),
                asked.caller().isTest(),
                asked.caller().rendersOnOwnAccount(model.id()),
                inputs,
                asked.providerOptions(),
                now,
                deadline,
                asked.caller().plan().weight(),
                asked.caller().plan().jobsAtOnce(),
                asked.traceparent(),
                asked.callbackUrl());
    }

    private JobSpec checked(JobSpec spec) {
        var length = EventJson.write(spec).getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_SPEC) {
            throw invalid(
                    "prompt",
                    "and the other fields come to %d bytes; at most %d are possible"
                            .formatted(length, LONGEST_SPEC));
        }
        return spec;
    }

    private String prompt() {
        var prompt = asked.prompt();
        if (prompt == null) {
            throw new GatewayException(new GatewayError.MissingField("prompt"));
        }
        if (prompt.isBlank()) {
            throw invalid("prompt", "must not be empty");
        }
        refuseText("prompt", prompt);
        return prompt;
    }

    private static void refuseText(String field, @Nullable String text) {
        if (text != null && text.codePointCount(0, text.length()) > LONGEST_PROMPT) {
            throw invalid(
                    field,
                    "has %d characters; at most %d are possible"
                            .formatted(text.codePointCount(0, text.length()), LONGEST_PROMPT));
        }
    }

    private Mode mode() {
        var roles = asked.inputs().stream().map(GivenInput::role).collect(Collectors.toSet());
        var mode = mode(roles);
        if (!model.modes().contains(mode)) {
            throw refused(mode);
        }
        if (mode == Mode.REFERENCE && asked.inputs().size() > model.maxReferences()) {
            throw invalid(
                    "reference_images",
                    "has %d images; %s takes at most %d"
                            .formatted(asked.inputs().size(), model.id(), model.maxReferences()));
        }
        return mode;
    }

    private Mode mode(Set<Role> roles) {
        if (roles.contains(Role.REFERENCE)) {
            if (roles.size() > 1) {
                throw invalid("reference_images", "cannot stand together with frames");
            }
            return Mode.REFERENCE;
        }
        if (roles.contains(Role.VIDEO)) {
            return asked.ancestry().continues() ? Mode.EXTENSION : Mode.VIDEO;
        }
        if (roles.contains(Role.LAST_FRAME)) {
            if (!roles.contains(Role.FIRST_FRAME)) {
                throw invalid("last_frame", "needs a first frame too");
            }
            return Mode.FRAMES;
        }
        return roles.isEmpty() ? Mode.TEXT : Mode.IMAGE;
    }

    private GatewayException refused(Mode mode) {
        var can = model.modes().stream().sorted().map(Mode::word).collect(Collectors.joining(", "));
        var why = "%s does not do '%s'; supported: %s".formatted(model.id(), mode.word(), can);
        return invalid(asked.inputs().isEmpty() ? "model" : asked.inputs().getLast().field(), why);
    }

    private void refuseBeyondPlan(Shape shape) {
        var plan = asked.caller().plan();
        var longest = plan.longestSeconds();
        var delivered = asked.ancestry().continuedSeconds() + shape.seconds();
        if (longest != null && delivered > longest) {
            throw beyondPlan("makes clips of at most %d seconds".formatted(longest));
        }
        var highest = plan.highestResolution();
        if (highest != null && shape.resolution().compareTo(highest) > 0) {
            throw beyondPlan("makes clips of at most " + highest);
        }
    }

    private GatewayException beyondPlan(String what) {
        var why = "%s on the plan %s".formatted(what, asked.caller().plan().id());
        return new GatewayException(new GatewayError.ModelNotAllowed(asked.model(), why));
    }

    private boolean audio() {
        var wanted = Objects.requireNonNullElse(asked.audio(), model.defaults().audio());
        var possible =
                switch (model.audio()) {
                    case NEVER -> !wanted;
                    case OPTIONAL -> true;
                    case ALWAYS -> wanted || asked.audio() == null;
                };
        if (!possible) {
            throw invalid(
                    "audio",
                    "'%s' is not supported by %s; sound is %s there"
                            .formatted(
                                    wanted,
                                    model.id(),
                                    model.audio().name().toLowerCase(Locale.ROOT)));
        }
        return wanted || model.audio() == Model.Audio.ALWAYS;
    }

    private @Nullable Integer fps() {
        var fps = asked.fps();
        var can = model.fps();
        if (fps != null && can != null && !can.allows(fps)) {
            throw invalid(
                    "fps",
                    "'%d' is not supported by %s; supported: %s".formatted(fps, model.id(), can));
        }
        if (fps != null && (fps < 1 || fps > 240)) {
            throw invalid("fps", "must be 1 to 240");
        }
        return fps;
    }

    private @Nullable Long seed() {
        var seed = asked.seed();
        if (seed != null && (seed < 0 || seed > LARGEST_SEED)) {
            throw invalid("seed", "must be 0 to " + LARGEST_SEED);
        }
        return seed;
    }

    private @Nullable String quality() {
        var quality = asked.quality();
        if (quality != null && !model.qualities().contains(quality)) {
            throw invalid(
                    "quality",
                    model.qualities().isEmpty()
                            ? "cannot be chosen for " + model.id()
                            : "'%s' is not supported by %s; supported: %s"
                                    .formatted(
                                            quality,
                                            model.id(),
                                            String.join(", ", model.qualities())));
        }
        return quality;
    }

    private int outputs() {
        if (asked.outputs() < 1 || asked.outputs() > model.maxOutputs()) {
            throw invalid(
                    "n",
                    "'%d' is not supported by %s; supported: 1 to %d"
                            .formatted(asked.outputs(), model.id(), model.maxOutputs()));
        }
        return asked.outputs();
    }

    private static void refusePriced(@Nullable ObjectNode options) {
        if (options != null) {
            refusePricedIn(options);
        }
    }

    private static void refusePricedIn(JsonNode node) {
        for (var member : node.properties()) {
            if (PRICED.contains(member.getKey().toLowerCase(Locale.ROOT))) {
                throw invalid(
                        "provider_options",
                        "must not hold '%s', which decides the price; use the field of the request"
                                .formatted(member.getKey()));
            }
        }
        node.forEach(SpecifyJob::refusePricedIn);
    }
}
