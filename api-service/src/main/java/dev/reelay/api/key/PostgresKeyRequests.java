package dev.reelay.api.key;

import dev.reelay.api.key.KeyRequest.Standing;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/// Requests for keys that may come again.
@Singleton
final class PostgresKeyRequests {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 32;
    private static final Duration KEPT = Duration.ofDays(1);

    private final Jdbi jdbi;

    PostgresKeyRequests(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// What a request stands for, if the same caller made it before.
    Optional<Standing> find(Caller caller, KeyRequest request) {
        return jdbi.withHandle(h -> find(h, caller, request));
    }

    private static Optional<Standing> find(Handle h, Caller caller, KeyRequest request) {
        var query =
                h.createQuery(
                        """
                        select key_id, fingerprint, salt from key_request
                         where tenant_id = :tenant and caller = :caller and route = :route
                           and key = :key and made_at > now() - make_interval(secs => :kept)
                        """);
        return bind(query, caller, request).map((row, _) -> standing(row)).findOne();
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                row.getObject("key_id", UUID.class),
                row.getBytes("fingerprint"),
                row.getBytes("salt"));
    }

    /// Notes the request, before its key is made; of several at the same time one is noted.
    Standing note(Caller caller, KeyRequest request) {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return jdbi.withHandle(
                h -> {
                    var insert =
                            h.createUpdate(
                                    """
                                    insert into key_request (tenant_id, caller, route, key,
                                        fingerprint, key_id, salt)
                                    values (:tenant, :caller, :route, :key, :fingerprint, :id,
                                        :salt)
                                    on conflict (tenant_id, caller, route, key) do update
                                       set fingerprint = excluded.fingerprint,
                                           key_id = excluded.key_id, salt = excluded.salt,
                                           made_at = excluded.made_at
                                     where key_request.made_at
                                           <= now() - make_interval(secs => :kept)
                                    """);
                    bind(insert, caller, request)
                            .bind("fingerprint", request.fingerprint())
                            .bind("id", UUID.randomUUID())
                            .bind("salt", salt)
                            .execute();
                    return find(h, caller, request).orElseThrow();
                });
    }

    private static <S extends SqlStatement<S>> S bind(
            S statement, Caller caller, KeyRequest request) {
        return statement
                .bind("tenant", caller.tenant().value())
                .bind("caller", caller.key())
                .bind("route", request.route())
                .bind("key", request.key())
                .bind("kept", KEPT.toSeconds());
    }

    /// Removes what counts no more, for all tenants: it serves no request.
    void forget() {
        jdbi.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        delete from key_request
                                         where made_at <= now() - make_interval(secs => :kept)
                                        """)
                                .bind("kept", KEPT.toSeconds())
                                .execute());
    }
}
