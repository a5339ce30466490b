package dev.reelay.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest extends PartContract<EmbeddedPostgres> {
    @Override
    EmbeddedPostgres part(Path folder, Path log, Secrets secrets, int port) {
        return new EmbeddedPostgres(PartsHome.find(), folder, log, secrets, port);
    }

    @Override
    void write(EmbeddedPostgres part) throws SQLException {
        var database = part.database("reelay_words");
        try (var connection = connect(database, database.password());
                var run = connection.createStatement()) {
            run.execute("create table words (word text)");
            run.execute("insert into words values ('" + WORD + "')");
        }
    }

    @Override
    String read(EmbeddedPostgres part) throws SQLException {
        return read(part.database("reelay_words"));
    }

    private static String read(PostgresDatabase database) throws SQLException {
        try (var connection = connect(database, database.password())) {
            return ask(connection, "select word from words");
        }
    }

    @Override
    void readWithWrongPassword(EmbeddedPostgres part) throws SQLException {
        connect(part.database("reelay_words"), "guess").close();
    }

    @Override
    boolean refusal(Throwable failure) {
        return failure instanceof SQLException sql && "28P01".equals(sql.getSQLState());
    }

    @Test
    void when_it_runs_then_what_it_confirms_is_on_disk_and_no_socket_is_open_to_others()
            throws SQLException {
        var database = part().database("reelay_words");
        try (var connection = connect(database, database.password())) {
            assertThat(ask(connection, "select current_setting('fsync')")).isEqualTo("on");
            assertThat(ask(connection, "select current_setting('full_page_writes')"))
                    .isEqualTo("on");
            assertThat(ask(connection, "select current_setting('data_checksums')")).isEqualTo("on");
            assertThat(ask(connection, "select current_setting('listen_addresses')"))
                    .isEqualTo("127.0.0.1");
            assertThat(ask(connection, "select current_setting('server_version')"))
                    .startsWith("18.");
        }
    }

    @Test
    void when_a_role_has_its_own_database_then_it_cannot_enter_another() {
        part().database("reelay_words");
        var other = part().database("reelay_other");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(
                        () ->
                                DriverManager.getConnection(
                                                other.jdbcUrl()
                                                        .replace("reelay_other", "reelay_words"),
                                                other.username(),
                                                other.password())
                                        .close())
                .satisfies(refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
    }

    @Test
    void when_the_pid_file_names_a_stranger_then_the_server_starts_all_the_same() throws Exception {
        part().stop();
        // As after a power cut, when somebody else got the pid: this very process, alive.
        var pidFile = folder().resolve("data/postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n/nowhere\n1\n1\n\n\n\n");
        assertThat(part().isRunning()).isFalse();

        part().start();
        assertThat(read(part())).isEqualTo(WORD);
    }

    @Test
    void when_a_statement_fails_then_the_log_does_not_repeat_its_values() throws Exception {
        var database = part().database("reelay_words");
        try (var connection = connect(database, database.password());
                var run = connection.createStatement()) {
            run.execute("create unique index one on words (word)");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> run.execute("insert into words values ('" + WORD + "')"));
        }
        assertThat(Files.readString(part().logFile()))
                .contains("duplicate key")
                .doesNotContain(WORD);
    }

    private static Connection connect(PostgresDatabase database, String password)
            throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), password);
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (var run = connection.createStatement();
                var rows = run.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
