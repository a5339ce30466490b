package dev.reelay.api.purge;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Jobs whose objects are to go. For all tenants: it serves no request.
@Singleton
final class PostgresPurge {
    private final Jdbi jdbi;

    PostgresPurge(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record DuePurge(JobId job, TenantId tenant) {}

    /// Each comes again in 10 s until it is {@link #purged}.
    List<DuePurge> claim(int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        with due as materialized (
                                            select id from job
                                             where purge_at <= now()
                                             order by purge_at
                                             limit :limit
                                               for no key update skip locked)
                                        update job j set purge_at = now() + interval '10 seconds'
                                          from due where j.id = due.id
                                        returning j.id, j.tenant_id
                                        """)
                                .bind("limit", limit)
                                .map(
                                        (row, _) ->
                                                new DuePurge(
                                                        new JobId(row.getObject("id", UUID.class)),
                                                        new TenantId(
                                                                row.getObject(
                                                                        "tenant_id", UUID.class))))
                                .list());
    }

    /// Removes what tenants wrote, of jobs that ended long enough ago; how many.
    int clearPrompts(int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        update job
                                           set clear_at = null,
                                               spec = spec || '{"prompt": "",
                                                   "negative_prompt": null,
                                                   "provider_options": null}'
                                         where id in (
                                             select id from job where clear_at <= now()
                                              order by clear_at
                                              limit :limit
                                                for no key update skip locked)
                                        """)
                                .bind("limit", limit)
                                .execute());
    }

    /// The objects are gone. An abandoned job goes altogether once its hold is void; of a deleted
    /// one what the tenant wrote goes once nothing more is owed.
    void purged(DuePurge job) {
        jdbi.useTransaction(
                handle -> {
                    var gone =
                            handle.createUpdate(
                                            """
                                            delete from job
                                             where id = :id and tenant_id = :tenant
                                               and state = 'abandoned' and void_at is null
                                            """)
                                    .bind("id", job.job().value())
                                    .bind("tenant", job.tenant().value())
                                    .execute();
                    if (gone == 0) {
                        handle.createUpdate(
                                        """
                                        update job
                                           set purged_at = now(),
                                               purge_at = case
                                                   when state = 'abandoned' then purge_at
                                                   when deleted_at is not null
                                                        and settled_at is null then purge_at end,
                                               metadata = case when deleted_at is null
                                                   then metadata end,
                                               end_user = case when deleted_at is null
                                                   then end_user end,
                                               spec = case when deleted_at is not null
                                                                and settled_at is not null
                                                   then spec || '{"prompt": "",
                                                       "negative_prompt": null,
                                                       "provider_options": null,
                                                       "callback_url": null,
                                                       "inputs": []}'
                                                   else spec end
                                         where id = :id and tenant_id = :tenant
                                        """)
                                .bind("id", job.job().value())
                                .bind("tenant", job.tenant().value())
                                .execute();
                    }
                });
    }
}
