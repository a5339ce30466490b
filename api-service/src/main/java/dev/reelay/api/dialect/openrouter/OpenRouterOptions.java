package dev.reelay.api.dialect.openrouter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.body.Fields;
import org.jspecify.annotations.Nullable;

/// `provider.options`: the vendors' own parameters, by the slug of a provider. Only the entry of
/// the provider that serves the job will be used, so they are kept by slug.
///
/// @param negativePrompt the one parameter that every provider's route has a word for
record OpenRouterOptions(@Nullable ObjectNode byProvider, @Nullable String negativePrompt) {
    private static final int LONGEST = 16 * 1024;
    private static final String NEGATIVE = "negativePrompt";

    static OpenRouterOptions read(Fields fields) {
        var all = JsonNodeFactory.instance.objectNode();
        var provider = fields.object("provider");
        var options = provider == null ? null : provider.object("options");
        String negative = null;
        if (options != null) {
            for (var slug : options.names()) {
                var given = options.tree(slug, LONGEST);
                if (given == null) {
                    continue;
                }
                var flat = flattened(given);
                if (flat.path(NEGATIVE).isTextual()) {
                    negative = flat.remove(NEGATIVE).textValue();
                }
                if (!flat.isEmpty()) {
                    all.set(slug, flat);
                }
            }
        }
        upscaling(fields, all);
        return new OpenRouterOptions(all.isEmpty() ? null : all, negative);
    }

    /// Both shapes are in use: spread, and under `parameters`.
    private static ObjectNode flattened(ObjectNode given) {
        var flat = given.deepCopy();
        if (flat.get("parameters") instanceof ObjectNode parameters) {
            flat.remove("parameters");
            flat.setAll(parameters);
        }
        return flat;
    }

    private static void upscaling(Fields fields, ObjectNode all) {
        for (var name : new String[] {"creativity", "upscale_factor"}) {
            var value = fields.decimal(name);
            if (value != null) {
                all.put(name, value);
            }
        }
    }
}
