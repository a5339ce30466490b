package dev.reelay.e2e.crash;

import dev.reelay.local.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The services as another commit of this repository has them.
final class Before {
    private Before() {}

    /// Checks the commit out into the folder and builds its services there.
    ///
    /// @param commit as `git` takes it
    static Home built(String commit, Path folder) {
        var here = Setup.HOME.folder();
        run(
                here,
                List.of("git", "clone", "--quiet", "--shared", here.toString(), folder.toString()));
        run(folder, List.of("git", "checkout", "--quiet", "--detach", commitId(here, commit)));
        var build =
                new ArrayList<>(
                        List.of(
                                "./mvnw",
                                "--batch-mode",
                                "--no-transfer-progress",
                                "--quiet",
                                "-Dquick",
                                "-am",
                                "-pl",
                                "api-service,worker-service,billing-service",
                                "package"));
        var repository = System.getProperty("maven.repo.local");
        if (repository != null) {
            build.add("-Dmaven.repo.local=" + repository);
        }
        run(folder, build);
        return new Home(folder);
    }

    private static String commitId(Path here, String commit) {
        return run(here, List.of("git", "rev-parse", "--verify", commit + "^{commit}")).strip();
    }

    private static String run(Path folder, List<String> command) {
        try {
            var said = Files.createTempFile("before", ".txt");
            var process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            var exit = process.waitFor();
            var text = Files.readString(said);
            Files.delete(said);
            if (exit != 0) {
                throw new IllegalStateException(String.join(" ", command) + ":\n" + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
