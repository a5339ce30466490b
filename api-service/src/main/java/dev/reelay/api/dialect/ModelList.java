package dev.reelay.api.dialect;

import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.Model;
import java.time.ZoneOffset;
import java.util.List;

/// The models that clients of a dialect can name, as OpenAI and its followers list them.
public record ModelList(String object, List<Entry> data) {
    /// @param created in Unix seconds
    public record Entry(String id, String object, long created, String ownedBy) {}

    public static ModelList of(Catalogue catalogue, String dialect) {
        return new ModelList(
                "list",
                catalogue.visibleTo(dialect).entrySet().stream()
                        .map(e -> entry(e.getKey(), e.getValue()))
                        .toList());
    }

    private static Entry entry(String id, Model model) {
        return new Entry(id, "model", created(model), model.owner());
    }

    /// In Unix seconds.
    public static long created(Model model) {
        return model.created().atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }
}
