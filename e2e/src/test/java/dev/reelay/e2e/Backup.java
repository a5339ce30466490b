package dev.reelay.e2e;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/// One service's database as it was at a moment, while everything went on: the rows of all tables
/// in one snapshot, and where the sequences were, as `pg_dump` has them.
final class Backup {
    private static final String TABLES =
            """
            select quote_ident(table_name) from information_schema.tables
             where table_schema = 'public' and table_type = 'BASE TABLE' order by 1
            """;
    private static final String SEQUENCES =
            """
            select format('select setval(%L, %s)', quote_ident(sequencename), last_value)
              from pg_sequences where schemaname = 'public' and last_value is not null
            """;

    private final PGSimpleDataSource database;
    private final Map<String, byte[]> tables = new LinkedHashMap<>();
    private final List<String> sequences;

    private Backup(PGSimpleDataSource database) throws SQLException, IOException {
        this.database = database;
        try (var connection = database.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            var copies = connection.unwrap(PGConnection.class).getCopyAPI();
            for (var table : texts(connection, TABLES)) {
                var rows = new ByteArrayOutputStream();
                copies.copyOut("copy " + table + " to stdout", rows);
                tables.put(table, rows.toByteArray());
            }
            sequences = texts(connection, SEQUENCES);
            connection.rollback();
        }
    }

    /// @param service `api`, `worker` or `billing`
    /// @param data the folder of the installation
    /// @param port of its PostgreSQL
    static Backup of(String service, Path data, int port) {
        try {
            var database = new PGSimpleDataSource();
            database.setUrl("jdbc:postgresql://127.0.0.1:" + port + "/reelay_" + service);
            database.setUser("postgres");
            database.setPassword(Files.readString(data.resolve("secrets/postgres")).strip());
            return new Backup(database);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Sets the database back; its service must not run.
    void restore() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set session_replication_role = replica");
            statement.execute("truncate " + String.join(", ", tables.keySet()));
            var copies = connection.unwrap(PGConnection.class).getCopyAPI();
            for (var table : tables.entrySet()) {
                copies.copyIn(
                        "copy " + table.getKey() + " from stdin",
                        new ByteArrayInputStream(table.getValue()));
            }
            for (var sequence : sequences) {
                statement.execute(sequence);
            }
            connection.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
