package dev.reelay.parts;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/// Makes databases on a server, each owned by a role of its own.
///
/// @param server host and port
/// @param username of a superuser
public record PostgresDatabases(String server, String username, String password) {
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z][a-z0-9_]{0,55}");
    private static final String BOUND = "_tenant";
    private static final Pattern PLAIN_PASSWORD = Pattern.compile("[A-Za-z0-9]+");

    /// The database of this name, owned by a role of the same name; no other role may enter it. The
    /// first call makes both, and a role that the owner takes on for requests of tenants; a later
    /// call gives the role this password.
    ///
    /// @param rolePassword letters and digits only
    public PostgresDatabase make(String name, String rolePassword) {
        if (!PLAIN_NAME.matcher(name).matches()
                || !PLAIN_PASSWORD.matcher(rolePassword).matches()) {
            throw new IllegalArgumentException("not plain enough for a database: " + name);
        }
        try (var connection = connect()) {
            if (!exists(connection, "select from pg_roles where rolname = ?", name)) {
                run(connection, "create role " + name + " login");
            }
            if (!exists(connection, "select from pg_roles where rolname = ?", name + BOUND)) {
                run(connection, "create role " + name + BOUND);
            }
            run(connection, "grant " + name + BOUND + " to " + name);
            run(connection, "alter role " + name + " login password '" + rolePassword + "'");
            if (!exists(connection, "select from pg_database where datname = ?", name)) {
                run(connection, "create database " + name + " owner " + name);
            }
            run(connection, "revoke all on database " + name + " from public");
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " could not be made", e);
        }
        return new PostgresDatabase(name, url(name), name, rolePassword);
    }

    /// Whether the server takes connections now.
    boolean answer() {
        try (var connection = connect()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean exists(Connection connection, String question, String name)
            throws SQLException {
        try (var ask = connection.prepareStatement(question)) {
            ask.setString(1, name);
            try (var rows = ask.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void run(Connection connection, String statement) throws SQLException {
        try (var run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private Connection connect() throws SQLException {
        var source = new PGSimpleDataSource();
        source.setUrl(url("postgres"));
        source.setUser(username);
        source.setPassword(password);
        source.setConnectTimeout(5);
        source.setLoginTimeout(5);
        return source.getConnection();
    }

    private String url(String database) {
        return "jdbc:postgresql://" + server + "/" + database;
    }

    @Override
    public String toString() {
        return "PostgresDatabases[" + server + "]";
    }
}
