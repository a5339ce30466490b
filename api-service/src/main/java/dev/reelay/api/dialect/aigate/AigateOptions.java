package dev.reelay.api.dialect.aigate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.body.Fields;
import dev.reelay.api.body.Given;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `provider_options` and its alias `metadata`, which counts less. Images that this API has no
/// field for are in them too.
///
/// @param others what is the provider's own; null where there is nothing
record AigateOptions(
        @Nullable Given lastFrame, List<Given> references, @Nullable ObjectNode others) {
    private static final String LAST_FRAME = "last_frame";
    private static final String REFERENCES = "reference_images";
    private static final Set<String> IMAGES = Set.of(LAST_FRAME, REFERENCES);
    private static final int LONGEST = 16 * 1024;

    static AigateOptions read(Fields fields) {
        var options = fields.object("provider_options");
        var alias = fields.object("metadata");
        return new AigateOptions(
                options != null && options.has(LAST_FRAME) ? last(options) : last(alias),
                options != null && options.has(REFERENCES)
                        ? references(options)
                        : references(alias),
                merged(others(alias, "metadata"), others(options, "provider_options")));
    }

    private static @Nullable Given last(@Nullable Fields options) {
        return options == null ? null : options.given(LAST_FRAME);
    }

    private static List<Given> references(@Nullable Fields options) {
        return options == null ? List.of() : options.givenList(REFERENCES);
    }

    private static @Nullable ObjectNode others(@Nullable Fields options, String called) {
        return options == null ? null : options.others(called, IMAGES, LONGEST);
    }

    private static @Nullable ObjectNode merged(
            @Nullable ObjectNode less, @Nullable ObjectNode more) {
        if (less == null || more == null) {
            return less == null ? more : less;
        }
        var all = less.deepCopy();
        all.setAll(more);
        return all;
    }
}
