package dev.reelay.api.dialect.a4f;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.Model;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The models as this API lists them.
record A4fModels(List<Entry> data) {
    private static final String TYPE = "video/generation";
    private static final Pattern ID = Pattern.compile("(provider-\\d+|reelay)/(.+)");

    /// The plan by which all models can be used.
    private static final String PRO = "pro";

    /// @param type and what follows it: only where it is asked for
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            String id,
            String baseModel,
            String ownedBy,
            @Nullable String type,
            @Nullable String description,
            @Nullable List<String> features) {}

    /// @param asked `type` and `plan` choose; a name without a value has its member shown
    static A4fModels of(Catalogue catalogue, MultivaluedMap<String, String> asked) {
        var type = asked.getFirst("type");
        var others = type != null && !type.isEmpty() && !type.equals(TYPE);
        return new A4fModels(
                others
                        ? List.of()
                        : catalogue.visibleTo(A4fDialect.ID).entrySet().stream()
                                .filter(e -> ID.matcher(e.getKey()).matches())
                                .filter(e -> isFor(asked.getFirst("plan"), e.getValue()))
                                .map(e -> entry(e.getKey(), e.getValue(), asked))
                                .toList());
    }

    private static boolean isFor(@Nullable String plan, Model model) {
        return plan == null || plan.equals(PRO) || !model.plan().equals(PRO);
    }

    private static Entry entry(String id, Model model, MultivaluedMap<String, String> asked) {
        return new Entry(
                id,
                id.substring(id.indexOf('/') + 1),
                model.owner(),
                asked.containsKey("type") ? TYPE : null,
                asked.containsKey("description") ? model.description() : null,
                asked.containsKey("features") ? List.of("text-to-video") : null);
    }
}
