package dev.reelay.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A PostgreSQL server on loopback that keeps what it confirmed (fsync is on) and asks for
/// passwords.
public final class EmbeddedPostgres implements Part {
    private static final String SUPERUSER = "postgres";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    // After a kill -9 the old server's children hold the shared memory until they notice.
    private static final Duration LEFTOVER_LIMIT = Duration.ofSeconds(15);
    private static final String LEFTOVER = "is still in use";

    private final PartsHome home;
    private final Path folder;
    private final Path data;
    private final LogFile log;
    private final Secrets secrets;
    private final int port;

    /// @param folder the server's folder; made by the first start
    /// @param secrets where the passwords of the superuser and the roles are kept
    public EmbeddedPostgres(PartsHome home, Path folder, Path logFile, Secrets secrets, int port) {
        this.home = home;
        this.folder = folder.toAbsolutePath().normalize();
        this.data = this.folder.resolve("data");
        this.log = new LogFile(logFile.toAbsolutePath());
        this.secrets = secrets;
        this.port = port;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Path logFile() {
        return log.path();
    }

    @Override
    public OptionalLong pid() {
        return server().map(found -> OptionalLong.of(found.pid())).orElse(OptionalLong.empty());
    }

    /// The process of `postmaster.pid`, if it is a server on our folder.
    private Optional<ProcessHandle> server() {
        var file = data.resolve("postmaster.pid");
        try {
            return Files.exists(file)
                    ? DetachedProcess.marked(pidIn(Files.readAllLines(file)), data.toString())
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty(); // it left while we looked
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long pidIn(List<String> lines) {
        try {
            return lines.isEmpty() ? -1 : Long.parseLong(lines.getFirst().strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public void start() {
        var programs = home.postgres();
        log.prepare();
        try {
            if (!Files.isDirectory(data)) {
                initialise(programs);
            }
            if (server().isEmpty()) {
                PortUser.await(this, port);
                Files.deleteIfExists(data.resolve("postmaster.pid")); // stale: nobody of ours lives
                Files.writeString(data.resolve("reelay.conf"), settings());
                launch(programs);
            } else {
                awaitAnswer();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Builds the folder aside and moves it into place, so a half-made one is never started.
    private void initialise(PostgresPrograms programs) throws IOException {
        Secrets.privateFolder(folder);
        var making = folder.resolve("making");
        Folders.delete(making);
        secrets.password(SUPERUSER); // initdb reads its file
        var exit =
                DetachedProcess.run(
                        programs.command(
                                "initdb",
                                "--pgdata=" + making,
                                "--username=" + SUPERUSER,
                                "--pwfile=" + secrets.file(SUPERUSER),
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8"),
                        folder,
                        log,
                        START_LIMIT);
        if (exit != 0) {
            throw new PartFailedException(name(), "could not make its data folder", log);
        }
        Files.writeString(
                making.resolve("postgresql.conf"),
                "\ninclude 'reelay.conf'\n",
                StandardOpenOption.APPEND);
        Files.move(making, data);
    }

    /// The log must not repeat what statements carry (prompts), so neither statements nor details.
    private String settings() {
        return """
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        fsync = on
        shared_buffers = 128MB
        max_connections = 200
        timezone = 'UTC'
        log_timezone = 'UTC'
        logging_collector = off
        log_line_prefix = '%%m [%%p] %%q%%u@%%d '
        log_checkpoints = off
        log_error_verbosity = terse
        log_min_error_statement = panic
        """
                .formatted(port);
    }

    private void launch(PostgresPrograms programs) {
        var giveUp = System.nanoTime() + LEFTOVER_LIMIT.toNanos();
        while (true) {
            var before = log.size();
            // pg_ctl gives the server a session of its own and waits until it takes connections.
            var exit =
                    DetachedProcess.run(
                            programs.command(
                                    "pg_ctl",
                                    "--pgdata=" + data,
                                    "--log=" + log.path(),
                                    "--silent",
                                    "--wait",
                                    "--timeout=" + START_LIMIT.toSeconds(),
                                    "start"),
                            data,
                            log,
                            START_LIMIT.plusSeconds(5));
            if (exit == 0) {
                return;
            }
            if (!log.since(before).contains(LEFTOVER) || System.nanoTime() > giveUp) {
                throw new PartFailedException(name(), "did not start", log);
            }
            DetachedProcess.pause();
        }
    }

    private void awaitAnswer() {
        var end = System.nanoTime() + START_LIMIT.toNanos();
        while (!databases().answer()) {
            if (System.nanoTime() > end || server().isEmpty()) {
                throw new PartFailedException(name(), "does not answer", log);
            }
            DetachedProcess.pause();
        }
    }

    /// The database of this name, owned by a role of the same name with a generated password. Made
    /// by the first call; later calls make sure that the password still opens it.
    public PostgresDatabase database(String name) {
        return databases().make(name, secrets.password("postgres-" + name));
    }

    private PostgresDatabases databases() {
        return new PostgresDatabases("127.0.0.1:" + port, SUPERUSER, secrets.password(SUPERUSER));
    }

    /// Ends sessions and writes a checkpoint, so the next start has nothing to recover.
    @Override
    public void stop() {
        server().ifPresent(found -> stop(home.postgres(), found.pid()));
    }

    private void stop(PostgresPrograms programs, long pid) {
        var stopped =
                DetachedProcess.run(
                        programs.command(
                                "pg_ctl", "--pgdata=" + data, "--silent", "--mode=fast", "stop"),
                        data,
                        log,
                        START_LIMIT);
        if (stopped != 0) {
            DetachedProcess.marked(pid, data.toString()).ifPresent(ProcessHandle::destroyForcibly);
        }
        DetachedProcess.goneWithin(Duration.ofSeconds(10), pid, data.toString());
    }
}
