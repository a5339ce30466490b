package dev.reelay.api.dialect.aigate;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.body.Given;
import dev.reelay.api.body.Spool;
import dev.reelay.api.submission.GivenInput;
import dev.reelay.api.submission.ReadInput;
import dev.reelay.common.event.JobSpec.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The images and the clip of a submission, under any of their names.
final class AigateInputs {
    private static final int MOST = 10;
    private static final String BARE = "_b64";

    private final Fields fields;
    private final ReadInput read;

    AigateInputs(Fields fields, Spool spool) {
        this.fields = fields;
        read = ReadInput.alsoBare(spool);
    }

    /// A value under the name it was sent by.
    private record Named(String name, Given given) {}

    List<GivenInput> read(AigateOptions options) {
        var all = new ArrayList<GivenInput>();
        add(all, Role.FIRST_FRAME, only(images()));
        add(all, Role.VIDEO, only(named("input_video", "input_video_b64")));
        if (options.lastFrame() != null) {
            add(all, Role.LAST_FRAME, new Named("last_frame", options.lastFrame()));
        }
        if (options.references().size() > MOST) {
            throw invalid("reference_images", "has more than " + MOST + " images");
        }
        for (var image : options.references()) {
            add(all, Role.REFERENCE, new Named("reference_images", image));
        }
        return all;
    }

    private void add(List<GivenInput> all, Role role, @Nullable Named input) {
        if (input != null) {
            all.add(read.read(input.name(), role, input.given()));
        }
    }

    private List<Named> images() {
        var images = named("input_image", "input_image_url", "image_url", "image");
        if (fields.given("prompt") instanceof Given.Members(var prompt)) {
            var image = prompt.given("image");
            if (image != null) {
                images.add(new Named("prompt.image", image));
            }
        }
        images.addAll(named("input_image_b64"));
        return images;
    }

    private List<Named> named(String... names) {
        var all = new ArrayList<Named>();
        for (var name : names) {
            var given = fields.given(name);
            if (given != null) {
                refuseAddress(name, given);
                all.add(new Named(name, given));
            }
        }
        return all;
    }

    private static void refuseAddress(String name, Given given) {
        if (name.endsWith(BARE)
                && given instanceof Given.Text(var text)
                && text.toLowerCase(Locale.ROOT).matches("(?s)https?://.*")) {
            throw invalid(name, "is not valid base64");
        }
    }

    /// One thing may be said twice, not two things.
    private static @Nullable Named only(List<Named> all) {
        for (var other : all) {
            if (!isSame(all.getFirst().given(), other.given())) {
                throw invalid(
                        other.name(), "is another than " + all.getFirst().name() + "; send one");
            }
        }
        return all.isEmpty() ? null : all.getFirst();
    }

    private static boolean isSame(Given one, Given other) {
        return one instanceof Given.LongText(var text) && other instanceof Given.LongText(var same)
                ? text.sha256().equals(same.sha256())
                : one.equals(other);
    }
}
