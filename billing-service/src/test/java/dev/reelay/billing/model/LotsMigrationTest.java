package dev.reelay.billing.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.billing.ledger.Proof;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class LotsMigrationTest {
    private static final String BEFORE_LOTS = "071";

    /// Two grants, of 4 and 6 credits; a job that was charged 5, another charged 2 of 3.
    private static void use(Jdbi jdbi) {
        jdbi.useHandle(
                db ->
                        db.createScript(
                                        """
                                        insert into price_version (rules)
                                        values ('{"reelay/storyboard-1": {"per_second": {"720p": "0.2"}}}');
                                        insert into account (tenant_id, mode, granted, available, spent, last_entry)
                                        values ('00000000-0000-0000-0000-000000000001', 'live', 10000000, 3000000,
                                                7000000, 7);
                                        insert into credit_grant (id, account_id, amount, reason)
                                        select ('00000000-0000-0000-0000-00000000000' || n)::uuid, id, amount, 'r'
                                          from account, (values (4, 4000000), (6, 6000000)) g (n, amount);
                                        insert into hold (id, tenant_id, state, account_id, amount, captured, outputs,
                                                          price_version, model, resolution, seconds, audio, resolved_at)
                                        select ('00000000-0000-0000-0000-00000000000' || n)::uuid, tenant_id,
                                               'captured', id, amount, captured, clips, 1, 'reelay/storyboard-1',
                                               '720p', 5, false, now()
                                          from account, (values (5, 5000000, 5000000, 5), (3, 3000000, 2000000, 3))
                                               h (n, amount, captured, clips);
                                        insert into entry (account_id, number, kind, debit, credit, amount, grant_id, hold_id)
                                        select id, n, kind, debit, credit, amount,
                                               ('00000000-0000-0000-0000-00000000000' || g)::uuid,
                                               ('00000000-0000-0000-0000-00000000000' || h)::uuid
                                          from account, (values
                                            (1, 'grant', 'granted', 'available', 4000000, '4', null),
                                            (2, 'hold', 'available', 'held', 3000000, null, '3'),
                                            (3, 'grant', 'granted', 'available', 6000000, '6', null),
                                            (4, 'hold', 'available', 'held', 5000000, null, '5'),
                                            (5, 'capture', 'held', 'spent', 5000000, null, '5'),
                                            (6, 'capture', 'held', 'spent', 2000000, null, '3'),
                                            (7, 'release', 'held', 'available', 1000000, null, '3'))
                                            e (n, kind, debit, credit, amount, g, h)
                                        """)
                                .execute());
    }

    @Test
    void when_grants_become_lots_then_the_oldest_has_paid_first_and_the_proof_is_balanced()
            throws Exception {
        try (var schema = new Schema("ledger_before_lots", 4)) {
            schema.migrate(BEFORE_LOTS);
            var jdbi = schema.jdbi();
            use(jdbi);
            schema.migrate("latest");
            assertThat(
                            list(
                                    jdbi,
                                    "select right(id::text, 1) || ': ' || remaining from lot order by nth"))
                    .containsExactly("4: 0", "6: 3000000");
            assertThat(
                            list(
                                    jdbi,
                                    """
                                    select number || ' ' || right(lot_id::text, 1) || ' ' || amount
                                      from lot_posting order by number, nth
                                    """))
                    .containsExactly(
                            "1 4 4000000",
                            "3 6 6000000",
                            "5 4 -4000000",
                            "5 6 -1000000",
                            "6 6 -2000000");
            assertThat(new RealLedger(jdbi).prove().checks()).allMatch(Proof.Check::ok);
        }
    }

    private static List<String> list(Jdbi jdbi, String sql) {
        return jdbi.withHandle(db -> db.createQuery(sql).mapTo(String.class).list());
    }
}
