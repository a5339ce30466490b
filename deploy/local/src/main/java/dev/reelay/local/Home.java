package dev.reelay.local;

import dev.reelay.parts.PartsHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;

/// The repository, with everything built in it.
public record Home(Path folder) {
    private static final String PROPERTY = "reelay.home";

    static Home find() {
        var named = System.getProperty(PROPERTY);
        if (named == null) {
            throw new IllegalStateException("start me through ./reelay, which sets " + PROPERTY);
        }
        return new Home(Path.of(named).toAbsolutePath().normalize());
    }

    /// The embedded servers.
    public PartsHome parts() {
        return new PartsHome(folder.resolve("deploy/parts/target/parts"));
    }

    /// The models' files.
    public Path catalogue() {
        return folder.resolve("deploy/catalog");
    }

    /// The jar that plays the providers.
    public Path simulator() {
        var jar = folder.resolve("e2e/simulator/target/simulator.jar");
        if (!Files.exists(jar)) {
            throw new Refusal("the simulator is not built; run ./mvnw -Dquick package");
        }
        return jar;
    }

    /// Where Keycloak was unpacked.
    Path keycloak() {
        try (var found =
                Files.newDirectoryStream(folder.resolve("deploy/keycloak/target"), "keycloak-*")) {
            return found.iterator().next();
        } catch (IOException | NoSuchElementException e) {
            throw new Refusal(
                    "Keycloak is not here; run ./mvnw -f deploy/keycloak/pom.xml package");
        }
    }

    /// The jar that runs a service, like `api-service`.
    public Path jar(String service) {
        var jar = folder.resolve(service + "/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new Refusal(service + " is not built; run ./mvnw -Dquick package");
        }
        return jar;
    }
}
