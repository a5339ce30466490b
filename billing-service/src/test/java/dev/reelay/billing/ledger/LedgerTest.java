package dev.reelay.billing.ledger;

import static dev.reelay.billing.BillingClient.CREDIT;
import static dev.reelay.billing.BillingClient.books;
import static dev.reelay.billing.BillingClient.grant;
import static dev.reelay.billing.BillingClient.hold;
import static dev.reelay.billing.BillingClient.proof;
import static dev.reelay.billing.BillingClient.tenantWith;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LedgerTest {
    @Inject Jdbi jdbi;

    private void run(String sql) {
        jdbi.useHandle(db -> db.execute(sql));
    }

    @Nested
    class GivenAGrant {
        private final UUID id = UUID.randomUUID();
        private final TenantId tenant = TenantId.next();

        @Test
        void when_it_is_repeated_then_it_is_given_once() {
            grant(tenant, id, 5 * CREDIT).then().statusCode(200);
            var answer = grant(tenant, id, 5 * CREDIT).then().statusCode(200).extract().jsonPath();
            assertThat(answer.<Map<String, Object>>get())
                    .isEqualTo(Map.of("id", id.toString(), "amount", 5_000_000));
            assertThat(books(tenant)).isEqualTo("5000000/0/0/5000000");
        }

        @Test
        void when_its_id_comes_with_other_content_then_it_is_a_conflict() {
            grant(tenant, id, 5 * CREDIT).then().statusCode(200);
            grant(tenant, id, 6 * CREDIT).then().statusCode(409);
            grant(TenantId.next(), id, 5 * CREDIT).then().statusCode(409);
            assertThat(books(tenant)).isEqualTo("5000000/0/0/5000000");
        }

        @Test
        void when_it_is_for_tests_then_it_adds_to_the_first_test_credits() {
            var body = "{\"amount\":1000000,\"reason\":\"more\",\"mode\":\"test\"}";
            grant(tenant, id, body).then().statusCode(200);
            assertThat(books(tenant, "test")).isEqualTo("10001000000/0/0/10001000000");
        }
    }

    @Nested
    class GivenATenantNobodyHasSeen {
        @Test
        void then_its_live_balance_is_nothing() {
            assertThat(books(TenantId.next())).isEqualTo("0/0/0/0");
        }

        @Test
        void then_its_test_balance_is_ten_thousand_credits_however_often_it_is_looked_at() {
            var tenant = TenantId.next();
            books(tenant, "test");
            assertThat(books(tenant, "test")).isEqualTo("10000000000/0/0/10000000000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"entry", "credit_grant", "lot_posting", "price_version"})
    void what_was_written_cannot_be_changed_by_the_service_itself(String table) {
        tenantWith(CREDIT);
        for (var change :
                List.of(
                        "update "
                                + table
                                + " set "
                                + (table.equals("lot_posting")
                                        ? "amount = 1"
                                        : "created_at = now()"),
                        "delete from " + table,
                        "truncate " + table + " cascade")) {
            assertThatExceptionOfType(UnableToExecuteStatementException.class)
                    .isThrownBy(() -> run(change))
                    .withMessageContaining("is append-only");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "available = available - 1",
                "available = available + 1",
                "available = -1, granted = granted - available - 1",
                "held = -1, available = available + 1"
            })
    void the_database_refuses_books_that_do_not_add_up(String change) {
        tenantWith(CREDIT);
        assertThatExceptionOfType(UnableToExecuteStatementException.class)
                .isThrownBy(() -> run("update account set " + change))
                .withMessageContaining("check constraint");
    }

    @Nested
    class GivenALedgerInUse {
        private TenantId tenant = TenantId.next();

        @BeforeEach
        void give() {
            tenant = tenantWith(5 * CREDIT);
        }

        @Test
        void then_the_proof_shows_every_invariant_and_is_balanced() {
            hold(JobId.next(), tenant, 2);
            var proof = proof();
            assertThat(proof.getBoolean("balanced")).as(proof.prettify()).isTrue();
            assertThat(proof.getList("checks.id"))
                    .containsExactly(
                            "L1", "L2", "L3", "L4", "L5", "L6", "L7", "L9", "L10", "U1", "K1");
            assertThat(proof.getLong("accounts")).isPositive();
            assertThat(proof.getLong("entries")).isPositive();
            assertThat(proof.getString("checked_at")).startsWith("20").endsWith("Z");
        }

        @Test
        void then_metrics_say_how_many_entries_there_are() {
            var entries = proof().getLong("entries");
            var metrics = given().get("/q/metrics").asString();
            assertThat(metrics).contains("reelay_ledger_entries " + entries + ".0");
        }

        /// Each is done by hand as the owner of the tables, and undone by its opposite.
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        account set available = available + 1, granted = granted + 1 | account set available = available - 1, granted = granted - 1 | L3 L9
                        account set available = available - 1, spent = spent + 1 | account set available = available + 1, spent = spent - 1 | L3 L9
                        account set last_entry = last_entry + 1 | account set last_entry = last_entry - 1 | L10
                        account set upstream_cost = upstream_cost + 1 | account set upstream_cost = upstream_cost - 1 | U1
                        entry set amount = amount + 1 | entry set amount = amount - 1 | L3 L5
                        entry set number = number + 5 | entry set number = number - 5 | L10
                        lot set remaining = remaining - 1 | lot set remaining = remaining + 1 | L3 L9
                        lot_posting set amount = amount - 1 | lot_posting set amount = amount + 1 | L3
                        hold set amount = amount + outputs | hold set amount = amount - outputs | L3 L5 L7
                        hold set seconds = seconds + 1 | hold set seconds = seconds - 1 | L7
                        hold set state = 'released', resolved_at = now() | hold set state = 'held', resolved_at = null | L3 L5 K1
                        account set unfinished = unfinished + 1 | account set unfinished = unfinished - 1 | K1
                        account set jobs_today = jobs_today + 1 | account set jobs_today = jobs_today - 1 | K1
                        """)
        void when_a_row_is_changed_by_hand_then_the_proof_says_so(
                String change, String undo, String broken) {
            var job = JobId.next();
            hold(job, tenant, 2);
            var account = "(select id from account where tenant_id = '" + tenant + "')";
            var rows =
                    switch (change.split(" ")[0]) {
                        case "account" -> " where tenant_id = '" + tenant + "'";
                        case "lot", "lot_posting" -> " where account_id = " + account;
                        case "entry" -> " where hold_id = '" + job + "'";
                        default -> " where id = '" + job + "'";
                    };
            byHand("update " + change + rows);
            var found = proof();
            byHand("update " + undo + rows);
            assertThat(found.getBoolean("balanced")).isFalse();
            assertThat(found.<String>getList("checks.findAll { !it.ok }.id"))
                    .containsExactly(broken.split(" "));
            assertThat(proof().getBoolean("balanced")).isTrue();
        }

        private void byHand(String update) {
            for (var table : List.of("entry", "lot_posting")) {
                run("alter table " + table + " disable trigger " + table + "_append_only");
            }
            run(update);
            for (var table : List.of("entry", "lot_posting")) {
                run("alter table " + table + " enable trigger " + table + "_append_only");
            }
        }

        @Test
        void when_the_guard_of_the_entries_is_switched_off_then_the_proof_says_so() {
            run("alter table entry disable trigger entry_append_only");
            var found = proof();
            run("alter table entry enable trigger entry_append_only");
            assertThat(found.<String>getList("checks.findAll { !it.ok }.id"))
                    .containsExactly("L10");
        }
    }
}
