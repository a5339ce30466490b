package dev.reelay.worker.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.finding.Check;
import dev.reelay.common.finding.Checkup;
import dev.reelay.common.finding.Finding;
import dev.reelay.worker.WorkerParts;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class WorkerChecksTest {
    private static final UUID TENANT = UUID.randomUUID();
    private static final UUID JOB = UUID.randomUUID();

    private final Jdbi jdbi = WorkerParts.emptyDatabase();

    /// What the checks find of a job that is being submitted, beside one queued at a provider
    /// without an account. Nothing of it stays.
    ///
    /// @param age of all that is due
    /// @param counted as slots and as queued
    private Checkup found(String age, int counted, boolean served) {
        return jdbi.inTransaction(
                db -> {
                    insert(db, age, counted);
                    if (served) {
                        db.execute("insert into account_slot values ('vidu-main', 'vidu', 0, 5)");
                    } else {
                        db.execute(
                                "update account_slot set closed_why = 'no balance',"
                                        + " closed_until = now() + interval '5 minutes'");
                    }
                    var found = PostgresFindings.checkup(db);
                    db.rollback();
                    return found;
                });
    }

    private static void insert(Handle db, String age, int counted) {
        db.createScript(
                        """
                        insert into job (id, tenant_id, spec, outputs, deadline, live, ended_at,
                                         sweep_at)
                        values ('<job>', '<tenant>', '{}', 2, now(), 2, now() - interval '<age>',
                                now());
                        insert into execution (job_id, output, tenant_id, state, provider, account,
                                               model, expected_seconds, deadline, lease_until)
                        values ('<job>', 0, '<tenant>', 'submitting', 'kling', 'kling-main', 'm', 5,
                                now() - interval '<age>', now() - interval '<age>'),
                               ('<job>', 1, '<tenant>', 'queued', 'vidu', null, 'm', 5,
                                now() + interval '1 hour', null);
                        insert into attempt (id, job_id, output, tenant_id, provider, account, model,
                                             state, epoch, intent_at)
                        values ('<job>', '<job>', 0, '<tenant>', 'kling', 'kling-main', 'm',
                                'unknown', 1, now() - interval '<age>');
                        insert into timer (job_id, output, due_at, wait_ms, most_ms)
                        values ('<job>', 0, now() - interval '<age>', 500, 5000);
                        insert into account_slot values ('kling-main', 'kling', <counted>, 5);
                        insert into tenant_slot values ('<tenant>', <counted>, 5);
                        insert into tenant_queue (provider, tenant_id, weight, had, queued)
                        values ('vidu', '<tenant>', 1, 0, <counted>);
                        insert into delivery (id, event_id, type, tenant_id, job_id, url, destination,
                                              body, due_at)
                        values ('<job>', 'evt_1', 'video.completed', '<tenant>', '<job>', 'https://a.example', 'a', '',
                                now() - interval '<age>');
                        """
                                .replace("<job>", JOB.toString())
                                .replace("<tenant>", TENANT.toString())
                                .replace("<age>", age)
                                .replace("<counted>", String.valueOf(counted)))
                .execute();
    }

    @Test
    void when_everything_is_two_hours_late_or_counted_wrong_then_each_check_finds_it() {
        var found = found("2 hours", 3, false);
        assertThat(found.checks()).isEqualTo(WorkerChecks.ALL.stream().map(Check::id).toList());
        assertThat(found.findings()).extracting(Finding::check).isEqualTo(found.checks());
        assertThat(found.findings())
                .extracting(Finding::examples)
                .containsExactly(
                        List.of(JOB + "/0"),
                        List.of(JOB + "/0"),
                        List.of("kling kling-main " + JOB),
                        List.of(JOB + "/0"),
                        List.of("vidu: 3"),
                        List.of("kling-main: no balance"),
                        List.of(
                                "account kling-main",
                                "tenant " + TENANT,
                                "queue " + TENANT + " vidu"),
                        List.of(JOB.toString()),
                        List.of(JOB.toString()),
                        List.of(JOB.toString()));
    }

    @Test
    void when_it_is_a_minute_late_and_counted_right_then_nothing_is_found() {
        assertThat(found("1 minute", 1, true).findings()).isEmpty();
    }

    @Test
    void when_nothing_is_there_then_nothing_is_found() {
        assertThat(jdbi.withHandle(PostgresFindings::checkup).findings()).isEmpty();
    }
}
