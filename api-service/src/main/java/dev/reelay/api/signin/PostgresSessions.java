package dev.reelay.api.signin;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/// Sessions and links by the digests of their secrets.
@Singleton
final class PostgresSessions {
    private static final String REDEEM =
            """
            with used as (
                delete from console_link where digest = :link and ends_at > now()
                returning subject, name, tenant_id, roles)
            insert into console_session (digest, subject, name, tenant_id, roles, ends_at)
            select :session, subject, name, tenant_id, roles,
                   now() + make_interval(secs => :seconds) from used
            returning ends_at
            """;

    private final Jdbi jdbi;

    PostgresSessions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Instant link(byte[] link, Person person, Duration life) {
        return insert("console_link", link, person, life);
    }

    Instant begin(byte[] session, Person person, Duration life) {
        return insert("console_session", session, person, life);
    }

    private Instant insert(String table, byte[] digest, Person person, Duration life) {
        return jdbi.withHandle(
                h ->
                        lasting(
                                        h.createQuery(
                                                "insert into "
                                                        + table
                                                        + """
                                                           (digest, subject, name, tenant_id, roles, ends_at)
                                                          values (:digest, :subject, :name, cast(:tenant as uuid), :roles,
                                                              now() + make_interval(secs => :seconds))
                                                          returning ends_at
                                                          """),
                                        life)
                                .bind("digest", digest)
                                .bind("subject", person.subject())
                                .bind("name", person.name())
                                .bind("tenant", person.tenant())
                                .bindArray("roles", String.class, person.roles())
                                .map(PostgresSessions::end)
                                .one());
    }

    private static <S extends SqlStatement<S>> S lasting(S statement, Duration life) {
        return statement.bind("seconds", life.toSeconds());
    }

    private static Instant end(ResultSet row, StatementContext context) throws SQLException {
        return row.getObject("ends_at", OffsetDateTime.class).toInstant();
    }

    boolean isOpen(byte[] link) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        "select exists (select from console_link"
                                                + " where digest = :link and ends_at > now())")
                                .bind("link", link)
                                .mapTo(Boolean.class)
                                .one());
    }

    /// Of several who come at once, the row of the link is one's.
    Optional<Instant> redeem(byte[] link, byte[] session, Duration life) {
        return jdbi.withHandle(
                h ->
                        lasting(h.createQuery(REDEEM), life)
                                .bind("link", link)
                                .bind("session", session)
                                .map(PostgresSessions::end)
                                .findOne());
    }

    Optional<Person> find(byte[] session) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        """
                                        select subject, name, tenant_id::text as tenant, roles
                                          from console_session
                                         where digest = :session and ends_at > now()
                                        """)
                                .bind("session", session)
                                .map(PostgresSessions::person)
                                .findOne());
    }

    private static Person person(ResultSet row, StatementContext context) throws SQLException {
        return new Person(
                row.getString("subject"),
                row.getString("name"),
                row.getString("tenant"),
                Set.of((String[]) row.getArray("roles").getArray()));
    }

    void end(byte[] session) {
        jdbi.useHandle(
                h ->
                        h.createUpdate("delete from console_session where digest = :session")
                                .bind("session", session)
                                .execute());
    }

    /// What has ended by itself.
    void forget() {
        for (var table : new String[] {"console_session", "console_link"}) {
            jdbi.useHandle(h -> h.execute("delete from " + table + " where ends_at <= now()"));
        }
    }
}
