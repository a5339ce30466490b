package dev.reelay.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.api.TestTenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What is remembered of submissions, and how long.
@QuarkusTest
class PostgresAbandonmentTest {
    private static final int ALL = 1_000_000;
    private static final String KEY = "a client's own";

    @Inject Jdbi jdbi;
    @Inject PostgresAbandonment abandonment;
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    /// The keys that are remembered; of one that we made, that it is there.
    private List<String> keys() {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select case when made_by is null then key else 'ours' end"
                                                + " from idempotency where tenant_id = :tenant"
                                                + " order by 1")
                                .bind("tenant", UUID.fromString(tenant.id()))
                                .mapTo(String.class)
                                .list());
    }

    private void age(String what) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        "update idempotency set made_at = made_at - interval '"
                                                + what
                                                + "' where tenant_id = :tenant")
                                .bind("tenant", UUID.fromString(tenant.id()))
                                .execute());
    }

    @Nested
    class GivenTwoSubmissionsWithoutAKeyAndOneWithIt {
        @BeforeEach
        void submit() {
            tenant.job();
            tenant.job();
            TestTenant.as(tenant.liveKey())
                    .header("Idempotency-Key", KEY)
                    .contentType(ContentType.JSON)
                    .body("{\"model\": \"reelay/storyboard-1\", \"prompt\": \"a kite\"}")
                    .post("/v1/videos")
                    .then()
                    .statusCode(200);
        }

        @Test
        void when_a_retry_can_still_come_then_all_are_remembered() {
            age("9 minutes");
            abandonment.forgetOldRetries(ALL);
            assertThat(keys()).containsExactly(KEY, "ours", "ours");
        }

        @Test
        void when_no_retry_can_come_any_more_then_only_the_clients_key_is_remembered() {
            age("10 minutes");
            abandonment.forgetOldRetries(ALL);
            assertThat(keys()).containsExactly(KEY);
        }
    }
}
