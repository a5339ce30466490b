package dev.reelay.worker.endpoint;

import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.internal.Times;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Which generations of secrets sign. Rotating twice within an overlap leaves the newest two.
@Singleton
final class PostgresSecrets {
    private static final SecretGeneration FIRST = new SecretGeneration(1, null);

    private static final String ROTATE_ENDPOINT =
            """
            update endpoint
               set generation = generation + 1, updated_at = now(),
                   previous_until = case when :overlap > 0
                                         then now() + :overlap * interval '1 s' end
             where id = :id and tenant_id = :tenant
            returning generation, previous_until
            """;

    private static final String ROTATE_CALLBACK =
            """
            insert into callback_secret (tenant_id, generation, previous_until)
            values (:tenant, 2, case when :overlap > 0 then now() + :overlap * interval '1 s' end)
            on conflict (tenant_id) do update
               set generation = callback_secret.generation + 1,
                   previous_until = excluded.previous_until
            returning generation, previous_until
            """;

    private final Jdbi jdbi;

    PostgresSecrets(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Empty where the tenant has no such endpoint.
    Optional<SecretGeneration> ofEndpoint(TenantId tenant, EndpointId id) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        """
                                        select generation,
                                               case when previous_until > now()
                                                    then previous_until end as previous_until
                                          from endpoint where id = :id and tenant_id = :tenant
                                        """)
                                .bind("id", id.value())
                                .bind("tenant", tenant.value())
                                .map((row, _) -> generation(row))
                                .findOne());
    }

    /// Empty where the tenant has no such endpoint.
    Optional<SecretGeneration> rotate(TenantId tenant, EndpointId id, Duration overlap) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(ROTATE_ENDPOINT)
                                .bind("id", id.value())
                                .bind("tenant", tenant.value())
                                .bind("overlap", overlap.toSeconds())
                                .map((row, _) -> generation(row))
                                .findOne());
    }

    /// Of the tenant's callback addresses.
    SecretGeneration ofCallbacks(TenantId tenant) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        """
                                        select generation,
                                               case when previous_until > now()
                                                    then previous_until end as previous_until
                                          from callback_secret where tenant_id = :tenant
                                        """)
                                .bind("tenant", tenant.value())
                                .map((row, _) -> generation(row))
                                .findOne()
                                .orElse(FIRST));
    }

    /// Of the tenant's callback addresses.
    SecretGeneration rotate(TenantId tenant, Duration overlap) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(ROTATE_CALLBACK)
                                .bind("tenant", tenant.value())
                                .bind("overlap", overlap.toSeconds())
                                .map((row, _) -> generation(row))
                                .one());
    }

    private static SecretGeneration generation(ResultSet row) throws SQLException {
        return new SecretGeneration(row.getInt("generation"), Times.orNull(row, "previous_until"));
    }
}
