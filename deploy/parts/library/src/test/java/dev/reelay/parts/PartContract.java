package dev.reelay.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What the launcher and the tests rely on, whatever the server. All tests of a class share one
/// server that holds a word; each finds it running.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PartContract<P extends Part> {
    // Longer than the 107 characters that the name of a Unix socket may have.
    private static final String FOLDER =
            "a folder with spaces and a name of a length that breaks the socket of a server"
                    + " that insists on having one";
    static final String WORD = "red kite";

    @TempDir static Path temp;
    private int port;
    private P part;

    /// The part on these folders, not started. Two with the same folder are the same server.
    abstract P part(Path folder, Path log, Secrets secrets, int port);

    /// Stores the word in the server.
    abstract void write(P part) throws Exception;

    /// The word stored.
    abstract String read(P part) throws Exception;

    /// Asks for the word with the right name and another password.
    abstract void readWithWrongPassword(P part) throws Exception;

    /// Whether the failure is the server's no, and not, say, a closed port.
    abstract boolean refusal(Throwable failure);

    P part() {
        return part;
    }

    Path folder() {
        return temp.resolve(FOLDER).resolve("part");
    }

    private P again() {
        return part(folder(), temp.resolve("part.log"), new Secrets(temp.resolve("secrets")), port);
    }

    @BeforeAll
    void prepare() throws Exception {
        port = Ports.freeRun(2);
        part = again();
        part.start();
        write(part);
    }

    @BeforeEach
    void start() {
        part.start();
    }

    @AfterAll
    void stop() {
        part.stop();
    }

    @Test
    void when_it_runs_then_it_answers_what_was_written() throws Exception {
        assertThat(read(part)).isEqualTo(WORD);
    }

    @Test
    void when_it_is_stopped_and_started_then_the_data_is_there() throws Exception {
        part.stop();
        assertThat(part.isRunning()).isFalse();
        assertThat(Ports.isFree(port)).isTrue();
        part.stop(); // does nothing

        part.start();
        assertThat(read(part)).isEqualTo(WORD);
    }

    @Test
    void when_it_is_killed_then_it_starts_again_and_the_data_is_there() throws Exception {
        var process = ProcessHandle.of(part.pid().orElseThrow()).orElseThrow();
        process.destroyForcibly();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(part.isRunning()).isFalse();

        part.start();
        assertThat(read(part)).isEqualTo(WORD);
    }

    @Test
    void when_somebody_else_started_it_then_it_is_found_and_not_started_twice() {
        var found = again();
        found.start();
        assertThat(found.pid()).isEqualTo(part.pid());

        found.stop();
        assertThat(part.isRunning()).isFalse();
    }

    @Test
    void when_the_password_is_wrong_then_it_refuses() {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> readWithWrongPassword(part))
                .satisfies(failure -> assertThat(refusal(failure)).as("%s", failure).isTrue());
    }

    @Test
    void when_its_port_is_taken_then_it_says_by_whom_and_leaves_nothing_running() throws Exception {
        part.stop();
        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(PartFailedException.class)
                    .isThrownBy(part::start)
                    .satisfies(
                            failed -> {
                                assertThat(failed.part()).isEqualTo(part.name());
                                assertThat(failed.why())
                                        .contains("port " + taken.getLocalPort())
                                        .contains("pid " + ProcessHandle.current().pid());
                                assertThat(failed.logFile()).isEqualTo(part.logFile());
                            });
        }
        assertThat(part.isRunning()).isFalse();
    }

    @Test
    void when_it_runs_then_only_its_owner_can_read_its_folder_and_its_passwords()
            throws IOException {
        assertThat(mode(folder())).isEqualTo("rwx------");
        assertThat(mode(temp.resolve("secrets"))).isEqualTo("rwx------");
        try (var files = Files.list(temp.resolve("secrets"))) {
            assertThat(files).isNotEmpty().allMatch(file -> mode(file).equals("rw-------"));
        }
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
