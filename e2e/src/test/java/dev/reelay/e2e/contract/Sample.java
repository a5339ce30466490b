package dev.reelay.e2e.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// A sample of an API's own documentation, word for word in a file among the resources.
///
/// @param file its name in the folder of the dialect
/// @param host what the sample calls, as it says it
/// @param base what stands in its place, below the system's URL
/// @param key the sample's own; empty where it shows none
/// @param before what the documentation has in another place, and the sample builds on
/// @param shows what it prints once it was accepted
/// @param leftOut why it is not run; empty where it is
record Sample(
        String dialect,
        String file,
        Runner runner,
        String host,
        String base,
        String key,
        String before,
        String shows,
        String leftOut) {
    /// Where samples have their images from; they are still there, or not any more.
    private static final Pattern ELSEWHERE = Pattern.compile("https://[^/\"]+");

    /// Stands in samples for a model of the reader's choice.
    private static final String ANY_MODEL = "provider/video-model-id";

    private static final String CAPABLE_MODEL = "klingai/kling-v3.0-omni";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /// What runs a sample.
    ///
    /// @param probe ends well where it can be run
    /// @param command the file's name comes behind it
    record Runner(String name, List<String> probe, List<String> command) {
        void assumeIsThere() {
            assumeTrue(
                    Program.works(probe.toArray(String[]::new)),
                    () -> name + " is not on this machine");
        }
    }

    /// The sample with host and key of a system.
    ///
    /// @param files where its images are instead of on the web
    String text(String url, String files, String ownKey) throws IOException {
        var path = "/dev/reelay/e2e/samples/" + dialect + "/" + file;
        try (InputStream resource = Sample.class.getResourceAsStream(path)) {
            var said =
                    new String(
                            Objects.requireNonNull(resource, path).readAllBytes(),
                            StandardCharsets.UTF_8);
            var here = (before + said).replace(host, url + base).replace(ANY_MODEL, CAPABLE_MODEL);
            var text = ELSEWHERE.matcher(here).replaceAll(files);
            // The one sample without a key is for a browser that is signed in.
            return key.isEmpty()
                    ? text.replace("curl ", "curl -H 'Authorization: Bearer " + ownKey + "' ")
                    : text.replace(key, ownKey);
        }
    }

    Program run(Path folder, String url, String files, String ownKey)
            throws IOException, InterruptedException {
        var written = folder.resolve(file);
        Files.writeString(written, text(url, files, ownKey));
        var command = new ArrayList<>(runner.command());
        command.add(written.toString());
        return Program.run(folder, Map.of(), LIMIT, command);
    }
}
