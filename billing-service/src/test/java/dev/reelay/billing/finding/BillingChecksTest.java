package dev.reelay.billing.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.finding.Checkup;
import dev.reelay.common.finding.Finding;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BillingChecksTest {
    private static final UUID TENANT = UUID.randomUUID();
    private static final String HELD = UUID.randomUUID().toString();
    private static final String SETTLED = UUID.randomUUID().toString();
    private static final String ALERT = UUID.randomUUID().toString();
    private static final String LOT = UUID.randomUUID().toString();
    private static final List<String> OURS = List.of(HELD, SETTLED, ALERT, LOT);

    @Inject Jdbi jdbi;

    /// What the checks find among rows of an age, of which nothing stays.
    private Checkup found(String age) {
        return jdbi.inTransaction(
                db -> {
                    db.createScript(
                                    """
                                    insert into account (tenant_id, mode) values ('<tenant>', 'live');
                                    insert into hold (id, tenant_id, workspace_id, state, account_id, price_version,
                                                      model, resolution, seconds, audio, created_at)
                                    select '<held>', '<tenant>', '<tenant>', 'held', a.id, v.id, 'm', '720p', 5, false,
                                           now() - interval '<age>'
                                      from account a, price_version v
                                     where a.tenant_id = '<tenant>' and v.id = 1;
                                    insert into account (tenant_id, mode) values ('<tenant>', 'test');
                                    insert into hold (id, tenant_id, workspace_id, state, account_id, price_version,
                                                      model, resolution, seconds, audio, resolved_at,
                                                      tell_at)
                                    select '<settled>', '<tenant>', '<tenant>', 'released', a.id, v.id, 'm', '720p', 5,
                                           false, now() - interval '<age>', now()
                                      from account a, price_version v
                                     where a.tenant_id = '<tenant>' and a.mode = 'test' and v.id = 1;
                                    insert into credit_alert (id, account_id, available, below, created_at)
                                    select '<alert>', a.id, 1, 2, now() - interval '<age>' from account a
                                     where a.tenant_id = '<tenant>' and a.mode = 'test';
                                    insert into lot (id, account_id, amount, remaining, expires_at)
                                    select '<lot>', a.id, 1, 1, now() - interval '<age>' from account a
                                     where a.tenant_id = '<tenant>' and a.mode = 'test';
                                    """
                                            .replace("<tenant>", TENANT.toString())
                                            .replace("<held>", HELD)
                                            .replace("<settled>", SETTLED)
                                            .replace("<alert>", ALERT)
                                            .replace("<lot>", LOT)
                                            .replace("<age>", age))
                            .execute();
                    var found =
                            Checkup.of(
                                    BillingChecks.ALL,
                                    sql ->
                                            db.createQuery(sql).mapTo(String.class).stream()
                                                    .filter(OURS::contains)
                                                    .toList());
                    db.rollback();
                    return found;
                });
    }

    @Test
    void when_rows_are_three_days_old_then_each_check_finds_its_own() {
        var found = found("3 days");
        assertThat(found.findings()).extracting(Finding::check).isEqualTo(found.checks());
        assertThat(found.findings())
                .extracting(Finding::examples)
                .containsExactly(List.of(HELD), List.of(SETTLED), List.of(ALERT), List.of(LOT));
    }

    @Test
    void when_rows_are_a_minute_old_then_nothing_is_found() {
        assertThat(found("1 minute").findings()).isEmpty();
    }
}
