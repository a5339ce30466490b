package dev.reelay.api.dialect.newapi;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.body.Given;
import dev.reelay.api.body.Spool;
import dev.reelay.api.submission.GivenInput;
import dev.reelay.api.submission.ReadInput;
import dev.reelay.common.event.JobSpec.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The images of a submission, under any of the names that the vendors have for them.
final class NewApiInputs {
    private static final int MOST = 10;
    private static final List<String> FIRST_OF_METADATA = List.of("img_url", "first_frame_url");
    private static final List<String> FIRST_OF_BODY = List.of("input_reference", "image");
    private static final List<String> LAST = List.of("image_tail", "last_frame_url");

    private final Fields body;
    private final Fields metadata;
    private final ReadInput read;

    NewApiInputs(Fields body, Fields metadata, Spool spool) {
        this.body = body;
        this.metadata = metadata;
        read = ReadInput.alsoBare(spool);
    }

    /// One image is the first frame, two are first and last, more are references.
    List<GivenInput> read() {
        var several = metadata.givenList("image_urls");
        if (several.isEmpty()) {
            several = body.givenList("images");
        }
        if (several.size() > MOST) {
            throw invalid("images", "has more than " + MOST + " images");
        }
        if (several.size() > 2) {
            return several.stream()
                    .map(image -> read.read("images", Role.REFERENCE, image))
                    .toList();
        }
        var all = new ArrayList<GivenInput>();
        var first = first(several);
        if (first != null) {
            all.add(read.read("image", Role.FIRST_FRAME, first));
        }
        var last = any(metadata, LAST);
        if (last == null && several.size() == 2) {
            last = several.get(1);
        }
        if (last != null) {
            all.add(read.read("image_tail", Role.LAST_FRAME, last));
        }
        return all;
    }

    private @Nullable Given first(List<Given> several) {
        var first = any(metadata, FIRST_OF_METADATA);
        if (first != null) {
            return first;
        }
        return several.isEmpty() ? any(body, FIRST_OF_BODY) : several.getFirst();
    }

    private static @Nullable Given any(Fields fields, List<String> names) {
        for (var name : names) {
            var given = fields.given(name);
            if (given != null) {
                return given;
            }
        }
        return null;
    }
}
