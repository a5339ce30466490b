package dev.reelay.api.dialect.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The OpenAPI document of a dialect or of the operators' API, written by hand as
/// `openapi/<id>.yaml` among the resources.
final class DialectDocument {
    /// Holds what the file repeats by anchors; nobody refers to it from outside.
    private static final String COMMON = "x-common";

    private static final int MOST_ALIASES = 1000;

    private DialectDocument() {}

    /// The document as JSON; empty where the dialect has none.
    static Optional<String> json(String dialect, ObjectMapper json) {
        try (var file =
                DialectDocument.class.getResourceAsStream("/openapi/" + dialect + ".yaml")) {
            if (file == null) {
                return Optional.empty();
            }
            Map<String, Object> document = yaml().load(file);
            document.remove(COMMON);
            return Optional.of(json.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the document of " + dialect + " is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Yaml yaml() {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(MOST_ALIASES);
        return new Yaml(new SafeConstructor(options));
    }
}
