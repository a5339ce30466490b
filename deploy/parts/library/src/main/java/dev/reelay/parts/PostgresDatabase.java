package dev.reelay.parts;

/// A database with the role that owns it.
public record PostgresDatabase(String name, String jdbcUrl, String username, String password) {
    @Override
    public String toString() {
        return "PostgresDatabase[" + jdbcUrl + ", " + username + "]";
    }
}
