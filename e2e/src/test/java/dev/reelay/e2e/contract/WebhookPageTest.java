package dev.reelay.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The code that `docs/webhooks.md` shows to receivers, word for word, on messages that the
/// reference library has signed.
class WebhookPageTest {
    private static final Path PAGE = Path.of("../docs/webhooks.md");
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String OTHER_SECRET = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    private static final String ID = "evt_019a5c40a1b27d94a5f8a3c6d1e07b42";
    private static final String BODY = "{\"id\":\"" + ID + "\",\"note\":\"å 雪\"}";

    @TempDir static Path folder;

    /// What a receiver is sent, and whether it is genuine.
    private record Message(
            String secret,
            String id,
            Instant at,
            String signature,
            String body,
            boolean isGenuine) {
        String line() {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            return String.join(
                    "\t",
                    secret,
                    id,
                    String.valueOf(at.getEpochSecond()),
                    signature,
                    Base64.getEncoder().encodeToString(bytes));
        }
    }

    /// A language of the page.
    ///
    /// @param file that its code is written to
    /// @param ownFile of the harness; empty where it goes behind that code
    private record Language(
            String name,
            String fence,
            String file,
            String harness,
            String ownFile,
            List<String> probe,
            List<String> command) {}

    private static List<Language> languages() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                new Language(
                        "Node",
                        "js",
                        "verify.mjs",
                        "harness.mjs",
                        "",
                        List.of("node", "--version"),
                        List.of("node", "verify.mjs")),
                new Language(
                        "Python",
                        "python",
                        "verify.py",
                        "harness.py",
                        "",
                        List.of("python3", "--version"),
                        List.of("python3", "verify.py")),
                new Language(
                        "Java",
                        "java",
                        "Verify.java",
                        "harness.java.txt",
                        "",
                        List.of(java, "--version"),
                        List.of(java, "Verify.java")),
                new Language(
                        "Go",
                        "go",
                        "verify.go",
                        "harness.go.txt",
                        "harness.go",
                        List.of("go", "version"),
                        List.of("go", "run", "verify.go", "harness.go")));
    }

    @TestFactory
    Stream<DynamicTest> when_the_pages_code_is_run_then_it_takes_what_is_genuine_and_no_other() {
        return languages().stream()
                .map(
                        language ->
                                DynamicTest.dynamicTest(
                                        "webhooks | verify | " + language.name(),
                                        () -> check(language)));
    }

    private static void check(Language language) throws Exception {
        assumeTrue(
                Program.works(language.probe().toArray(String[]::new)),
                () -> language.name() + " is not on this machine");
        var own = Files.createDirectories(folder.resolve(language.name()));
        var messages = messages();
        Files.write(own.resolve("messages.tsv"), messages.stream().map(Message::line).toList());
        write(language, own);

        var done = Program.run(own, Map.of(), LIMIT, language.command());

        assertThat(done.exit()).as(done.errors()).isZero();
        assertThat(done.output().lines())
                .containsExactlyElementsOf(
                        messages.stream().map(m -> String.valueOf(m.isGenuine())).toList());
    }

    private static void write(Language language, Path own) throws IOException {
        var shown = shown(language.fence());
        if (language.ownFile().isEmpty()) {
            Files.writeString(own.resolve(language.file()), shown + harness(language));
        } else {
            Files.writeString(own.resolve(language.file()), shown);
            Files.writeString(own.resolve(language.ownFile()), harness(language));
        }
    }

    /// The page's one piece of code in a language.
    private static String shown(String fence) throws IOException {
        var found =
                Pattern.compile("(?ms)^```" + fence + "\\n(.*?)^```$")
                        .matcher(Files.readString(PAGE))
                        .results()
                        .map(piece -> piece.group(1))
                        .toList();
        assertThat(found).as(fence).hasSize(1);
        return found.getFirst();
    }

    private static String harness(Language language) throws IOException {
        var path = "/dev/reelay/e2e/webhooks/" + language.harness();
        try (InputStream resource = WebhookPageTest.class.getResourceAsStream(path)) {
            return new String(
                    Objects.requireNonNull(resource, path).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Message> messages() throws Exception {
        var now = Instant.now();
        var old = now.minusSeconds(600);
        var early = now.plusSeconds(600);
        var right = signature(SECRET, now);
        var other = signature(OTHER_SECRET, now);
        var messages = new ArrayList<Message>();
        messages.add(new Message(SECRET, ID, now, right, BODY, true));
        messages.add(new Message(SECRET, ID, now, other + " " + right, BODY, true));
        messages.add(new Message(SECRET, ID, now, right + " v1a,AAAA", BODY, true));
        messages.add(new Message(SECRET, ID, now, other, BODY, false));
        messages.add(new Message(SECRET, ID, now, right, BODY + " ", false));
        messages.add(new Message(SECRET, ID + "0", now, right, BODY, false));
        messages.add(new Message(SECRET, ID, now.plusSeconds(1), right, BODY, false));
        messages.add(new Message(SECRET, ID, old, signature(SECRET, old), BODY, false));
        messages.add(new Message(SECRET, ID, early, signature(SECRET, early), BODY, false));
        messages.add(new Message(OTHER_SECRET, ID, now, right, BODY, false));
        messages.add(new Message(SECRET, ID, now, "v1,", BODY, false));
        return messages;
    }

    private static String signature(String secret, Instant at) throws Exception {
        return new Webhook(secret).sign(ID, at.getEpochSecond(), BODY);
    }
}
