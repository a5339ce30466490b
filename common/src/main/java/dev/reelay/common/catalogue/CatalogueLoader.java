package dev.reelay.common.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.serialization.NodeReader;
import com.networknt.schema.utils.JsonNodes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a folder of YAML files, one model each, and refuses what the JSON Schema beside this class
/// does not allow, naming file and line.
public final class CatalogueLoader {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .build();
    private static final NodeReader YAML = NodeReader.builder().locationAware().build();

    private final Schema schema;

    public CatalogueLoader() {
        try (var file = CatalogueLoader.class.getResourceAsStream("model.schema.json")) {
            schema =
                    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(present(file), InputFormat.JSON);
        } catch (IOException e) {
            throw new IllegalStateException("the catalogue's schema cannot be read", e);
        }
    }

    private static InputStream present(@Nullable InputStream file) {
        if (file == null) {
            throw new IllegalStateException("the catalogue's schema is missing from the jar");
        }
        return file;
    }

    /// Loads every `*.yaml` of the folder, in the order of their names. Throws {@link
    /// CatalogueException} with all that is wrong in the first bad file.
    public Catalogue load(Path folder) {
        var hash = sha256();
        var models = new ArrayList<Model>();
        for (var file : files(folder)) {
            var text = read(file);
            hash.update(text.getBytes(StandardCharsets.UTF_8));
            models.add(model(file, text));
        }
        return new Catalogue(models, HexFormat.of().formatHex(hash.digest()));
    }

    private static List<Path> files(Path folder) {
        try (var paths = Files.list(folder)) {
            var files = paths.filter(p -> p.toString().endsWith(".yaml")).sorted().toList();
            if (files.isEmpty()) {
                throw new CatalogueException("no *.yaml file in the catalogue folder " + folder);
            }
            return files;
        } catch (IOException e) {
            throw new CatalogueException(
                    "the catalogue folder "
                            + folder
                            + " cannot be read; set REELAY_CATALOGUE_PATH to the folder of model"
                            + " files");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CatalogueException(file + " cannot be read: " + e.getMessage());
        }
    }

    private Model model(Path file, String text) {
        try {
            var node = YAML.readTree(text, InputFormat.YAML);
            refuseInvalid(file, node);
            return MAPPER.treeToValue(node, ModelFile.class).model();
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file, e);
        }
    }

    /// The YAML reader wraps what the parser says; the place is in the innermost of them.
    private static CatalogueException unreadable(Path file, Exception e) {
        Throwable inner = e;
        while (!(inner instanceof JsonProcessingException) && inner.getCause() != null) {
            inner = inner.getCause();
        }
        var line =
                inner instanceof JsonProcessingException json && json.getLocation() != null
                        ? json.getLocation().getLineNr()
                        : 1;
        var what =
                inner instanceof JsonProcessingException json
                        ? json.getOriginalMessage()
                        : inner.getMessage();
        return new CatalogueException(file + ":" + line + ": " + what);
    }

    private void refuseInvalid(Path file, JsonNode node) {
        var errors = schema.validate(node);
        if (!errors.isEmpty()) {
            var lines =
                    errors.stream()
                            .map(e -> file + ":" + line(e.getInstanceNode()) + ": " + e)
                            .toList();
            throw new CatalogueException(String.join("\n", lines));
        }
    }

    private static int line(JsonNode node) {
        return JsonNodes.tokenStreamLocationOf(node).getLineNr();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
