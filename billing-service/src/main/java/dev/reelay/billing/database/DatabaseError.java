package dev.reelay.billing.database;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;

/// What kind of trouble a failed statement was.
public enum DatabaseError {
    /// The statement may pass when it is sent again: no connection, a restart, a deadlock.
    TRANSIENT,
    /// A row with this key is already there.
    DUPLICATE,
    /// It will never pass.
    PERMANENT;

    private static final String UNIQUE_VIOLATION = "23505";

    /// Classes of SQLSTATE that blame the statement: data, integrity, syntax.
    private static final Set<String> OUR_FAULT = Set.of("21", "22", "23", "42");

    /// Reads the SQLSTATE of the first `SQLException` among the causes.
    public static DatabaseError of(Throwable failure) {
        return sqlException(failure).map(DatabaseError::of).orElse(PERMANENT);
    }

    /// Whether a row broke the check constraint of this name.
    public static boolean isOfCheck(Throwable failure, String constraint) {
        return sqlException(failure)
                .filter(PSQLException.class::isInstance)
                .map(PSQLException.class::cast)
                .map(PSQLException::getServerErrorMessage)
                .filter(message -> constraint.equals(message.getConstraint()))
                .isPresent();
    }

    private static DatabaseError of(SQLException failure) {
        var state = failure.getSQLState();
        if (state == null || state.length() < 2) {
            return TRANSIENT; // the pool had no connection to give
        }
        if (state.equals(UNIQUE_VIOLATION)) {
            return DUPLICATE;
        }
        return OUR_FAULT.contains(state.substring(0, 2)) ? PERMANENT : TRANSIENT;
    }

    private static Optional<SQLException> sqlException(Throwable failure) {
        return Stream.<Throwable>iterate(failure, t -> t != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
    }
}
