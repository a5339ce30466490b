package dev.reelay.e2e;

import dev.reelay.parts.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives test classes the one system that they share: started by the first of them, as a newcomer
/// does, and stopped when all are done. A class that needs more of it adds that as its user would,
/// by a further {@link LocalSystem#up}.
final class SharedSystem implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedSystem.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalSystem.class;
    }

    @Override
    public LocalSystem resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, _ -> start(), Running.class)
                .system();
    }

    private static Running start() {
        try {
            // A space in the path is what breaks a launcher.
            var folder = Files.createTempDirectory("reelay of mine ");
            return new Running(folder, LocalSystem.startRoomy(folder.resolve("data"), Map.of()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private record Running(Path folder, LocalSystem system) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            system.close();
            Folders.delete(folder);
        }
    }
}
