package dev.reelay.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder into which the build copies the servers (`deploy/parts/target/parts`).
public record PartsHome(Path folder) {
    /// System property that names the folder.
    public static final String PROPERTY = "reelay.parts";

    private static final String IN_REPOSITORY = "deploy/parts/target/parts";

    public PartsHome {
        folder = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException(
                    "the embedded servers are not in "
                            + folder
                            + "; build them: ./mvnw -q -f deploy/parts/pom.xml package -Dquick");
        }
    }

    /// By system property, else in the repository around the working folder.
    public static PartsHome find() {
        var named = System.getProperty(PROPERTY);
        if (named != null) {
            return new PartsHome(Path.of(named));
        }
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(IN_REPOSITORY))) {
                return new PartsHome(at.resolve(IN_REPOSITORY));
            }
        }
        throw new IllegalStateException(
                "no " + IN_REPOSITORY + " around " + Path.of("").toAbsolutePath());
    }

    String kafkaClassPath() {
        return folder.resolve("kafka") + "/*";
    }

    String s3ClassPath() {
        return folder.resolve("s3") + "/*";
    }

    /// The programs of PostgreSQL, unpacked by the first call.
    PostgresPrograms postgres() {
        try (var files = Files.list(folder.resolve("postgres"))) {
            var jar =
                    files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                            .max(Path::compareTo)
                            .orElseThrow(() -> new IllegalStateException("no jar in " + folder));
            return PostgresPrograms.unpacked(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
