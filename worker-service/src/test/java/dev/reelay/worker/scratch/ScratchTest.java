package dev.reelay.worker.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that share a disk, of which some are killed.
class ScratchTest {
    @TempDir private Path disk;
    private @Nullable Process other;

    static Scratch scratch(Path disk) {
        return new Scratch(() -> Optional.of(disk));
    }

    /// Another process, with a file and a folder in hand until it is killed.
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws Exception {
            var scratch = scratch(Path.of(arguments[0]));
            var clip = scratch.file(".mp4");
            Files.writeString(clip, "half a clip");
            Files.writeString(scratch.newFolder().resolve("frame.png"), "half a picture");
            System.out.println(clip);
            new CountDownLatch(1).await();
        }
    }

    /// The file that it has in hand.
    private Path startOther() throws IOException {
        var started =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Other.class.getName(),
                                disk.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        other = started;
        var out = new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8);
        for (var line = new BufferedReader(out); ; ) {
            var read = Objects.requireNonNull(line.readLine(), "the other process ended");
            if (read.startsWith(disk.toString())) {
                return Path.of(read);
            }
        }
    }

    @AfterEach
    void killOther() throws InterruptedException {
        if (other != null) {
            other.destroyForcibly();
            assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private List<Path> onDisk() throws IOException {
        try (var all = Files.list(disk)) {
            return all.toList();
        }
    }

    @Test
    void when_a_process_lives_then_what_it_has_in_hand_stays() throws Exception {
        var clip = startOther();

        scratch(disk).sweep();

        assertThat(clip).hasContent("half a clip");
    }

    @Test
    void when_a_process_was_killed_then_the_next_removes_all_that_it_had_in_hand()
            throws Exception {
        var clip = startOther();
        killOther();
        assertThat(clip).exists();

        var next = scratch(disk);
        var mine = next.file(".mp4");
        next.sweep();

        assertThat(clip).doesNotExist();
        assertThat(mine).exists();
        assertThat(onDisk()).hasSize(2); // its own folder and lock
    }

    @Test
    void when_another_made_its_own_files_then_they_stay() throws Exception {
        var foreign = Files.writeString(disk.resolve("reelay-scratch.txt"), "mine");
        var link = Files.createSymbolicLink(disk.resolve("reelay-scratch-x"), disk);

        scratch(disk).sweep();

        assertThat(foreign).exists();
        assertThat(link).exists();
    }

    @Test
    void when_a_cleaner_has_removed_the_folder_then_there_is_another() throws Exception {
        var scratch = scratch(disk);
        var first = scratch.file(".mp4");
        Files.delete(first);
        Files.delete(first.getParent());

        assertThat(scratch.file(".mp4")).exists();
    }
}
