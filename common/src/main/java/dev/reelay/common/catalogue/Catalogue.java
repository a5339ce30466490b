package dev.reelay.common.catalogue;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// All models, by id and by each dialect's own ids. Immutable; loaded once at start.
public final class Catalogue {
    private static final String EVERY_DIALECT = "";

    private final Map<String, Model> byId;
    private final Map<String, Map<String, Model>> byAlias;
    private final String contentHash;

    /// Throws {@link CatalogueException} where two models share an id or an alias.
    Catalogue(List<Model> models, String contentHash) {
        this.contentHash = contentHash;
        byId = new LinkedHashMap<>();
        byAlias = new TreeMap<>();
        for (var model : models) {
            claim(byId, model.id(), model);
        }
        for (var model : models) {
            model.aliases().forEach((dialect, ids) -> ids.forEach(id -> alias(dialect, id, model)));
        }
    }

    private void alias(String dialect, String id, Model model) {
        if (byId.containsKey(id)) {
            throw new CatalogueException("alias " + id + " is also the id of a model");
        }
        claim(byAlias.computeIfAbsent(dialect, _ -> new LinkedHashMap<>()), id, model);
    }

    private static void claim(Map<String, Model> ids, String id, Model model) {
        var other = ids.putIfAbsent(id, model);
        if (other != null) {
            throw new CatalogueException(
                    "model id " + id + " stands for both " + other.id() + " and " + model.id());
        }
    }

    /// The same catalogue where only these providers are there to render.
    public Catalogue servedBy(Set<String> providers) {
        return new Catalogue(
                models().stream().map(m -> m.servedBy(providers)).toList(), contentHash);
    }

    /// The same catalogue with only these models.
    public Catalogue only(Set<String> ids) {
        return new Catalogue(
                models().stream().filter(m -> ids.contains(m.id())).toList(), contentHash);
    }

    /// The model that a client of the dialect means by this id.
    public Optional<Model> find(String dialect, String id) {
        return Optional.ofNullable(byId.get(id))
                .or(() -> Optional.ofNullable(aliases(dialect).get(id)));
    }

    /// The model with this catalogue id.
    public Optional<Model> model(String id) {
        return find(EVERY_DIALECT, id);
    }

    /// The ids that clients of the dialect can use, with their models: catalogue ids first.
    public Map<String, Model> visibleTo(String dialect) {
        var visible = new LinkedHashMap<>(byId);
        visible.putAll(aliases(dialect));
        return visible;
    }

    private Map<String, Model> aliases(String dialect) {
        return byAlias.getOrDefault(dialect, Map.of());
    }

    public Collection<Model> models() {
        return byId.values();
    }

    /// SHA-256 of the files it was read from, lower-case hex; two replicas with another hash
    /// disagree about what models can do.
    public String contentHash() {
        return contentHash;
    }
}
