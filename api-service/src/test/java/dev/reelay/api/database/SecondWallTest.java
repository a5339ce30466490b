package dev.reelay.api.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.reelay.api.TestTenant;
import dev.reelay.api.job.PostgresJobs;
import dev.reelay.common.id.HexId;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What a tenant's request gets of the database when a statement forgets to say whose rows it
/// wants.
@QuarkusTest
class SecondWallTest {
    /// Tables with rows of tenants, and which column says whose.
    private static final String WALLED =
            """
            select c.relname || '.' || a.attname
              from pg_class c join pg_attribute a on a.attrelid = c.oid
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
               and (a.attname in ('tenant_id', 'redeemed_by')
                    or c.relname = 'tenant' and a.attname = 'id')
            """;

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    @Inject Jdbi jdbi;
    @Inject PostgresJobs jobs;
    @Inject TenantConnections connections;

    private List<String> walled(String more) {
        return jdbi.withHandle(h -> h.createQuery(WALLED + more).mapTo(String.class).list());
    }

    @Test
    void when_a_table_has_rows_of_tenants_then_it_has_a_policy() {
        assertThat(walled("")).contains("job.tenant_id", "event.tenant_id", "tenant.id");
        assertThat(
                        walled(
                                """
                                 and not (c.relrowsecurity
                                          and exists (select from pg_policy p
                                                       where p.polrelid = c.oid))
                                """))
                .as("tables without: see V100__second_wall.sql")
                .isEmpty();
    }

    @Test
    void when_the_role_may_not_read_then_the_api_does_not_start() {
        change("revoke select on job from ");
        try {
            assertThatIllegalStateException()
                    .isThrownBy(() -> connections.check(new StartupEvent()))
                    .withMessageContaining("docs/operating.md");
        } finally {
            change("grant select on job to ");
        }
        assertThatNoException().isThrownBy(() -> connections.check(new StartupEvent()));
    }

    private void change(String right) {
        jdbi.useHandle(
                h -> {
                    var role =
                            h.createQuery("select quote_ident(session_user || '_tenant')")
                                    .mapTo(String.class)
                                    .one();
                    h.execute(right + role);
                });
    }

    @Nested
    class GivenTwoTenantsWithAJob {
        private TestTenant own = new TestTenant("", "", "");
        private TestTenant other = own;
        private JobId others = JobId.next();

        @BeforeEach
        void submit() {
            own = TestTenant.rich();
            other = TestTenant.rich();
            own.job();
            others = new JobId(HexId.parse("video_", other.job()).orElseThrow());
        }

        private Jdbi as(TestTenant tenant) {
            var id = Optional.of(TenantId.of(tenant.id()));
            return Jdbi.create(() -> connections.open(id));
        }

        private List<String> owners(Jdbi database, String table, String column) {
            return database.withHandle(
                    h ->
                            h.createQuery("select distinct " + column + "::text from " + table)
                                    .mapTo(String.class)
                                    .list());
        }

        @Test
        void when_a_tenant_asks_for_all_rows_then_it_gets_its_own() {
            for (var walled : walled(" and a.attname <> 'redeemed_by'")) {
                var table = walled.substring(0, walled.indexOf('.'));
                var column = walled.substring(walled.indexOf('.') + 1);
                assertThat(owners(as(own), table, column)).as(table).isSubsetOf(own.id());
            }
            assertThat(owners(as(own), "job", "tenant_id")).containsExactly(own.id());
            assertThat(owners(as(other), "event", "tenant_id")).containsExactly(other.id());
        }

        @Test
        void when_a_connection_served_a_tenant_then_the_service_sees_all_with_it_again() {
            for (var turn = 0; turn < 40; turn++) {
                assertThat(owners(as(own), "job", "tenant_id")).containsExactly(own.id());
                assertThat(owners(jdbi, "job", "tenant_id")).contains(own.id(), other.id());
            }
        }

        @Test
        void when_a_tenant_changes_rows_of_another_then_there_are_none() {
            var changed =
                    as(own).withHandle(
                                    h ->
                                            h.execute(
                                                    "update job set end_user = 'x' where id = ?",
                                                    others.value()));
            assertThat(changed).isZero();
        }

        @Test
        void when_a_tenant_writes_a_row_of_another_then_it_is_refused() {
            assertThatExceptionOfType(JdbiException.class)
                    .isThrownBy(
                            () ->
                                    as(own).useHandle(
                                                    h ->
                                                            h.execute(
                                                                    "insert into workspace (id,"
                                                                            + " tenant_id, name) values"
                                                                            + " (?, ?::uuid, 'a')",
                                                                    UUID.randomUUID(),
                                                                    other.id())))
                    .havingCause()
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
        }

        @Test
        void when_a_statement_lost_its_condition_then_a_request_still_does_not_find_it() {
            var statements = jdbi.getConfig(SqlStatements.class);
            var engine = statements.getTemplateEngine();
            statements.setTemplateEngine(
                    (template, context) ->
                            engine.render(template, context)
                                    .replace(" j.tenant_id = :tenant and ", " "));
            statements.setUnusedBindingAllowed(true);
            try {
                assertThat(jobs.find(TenantId.of(own.id()), others))
                        .as("without a request, so that it is seen that the condition is gone")
                        .isPresent();
                var path = "/v1/videos/" + HexId.text("video_", others.value());
                TestTenant.as(own.liveKey()).get(path).then().statusCode(404);
                TestTenant.as(other.liveKey()).get(path).then().statusCode(200);
            } finally {
                statements.setTemplateEngine(engine);
                statements.setUnusedBindingAllowed(false);
            }
        }
    }
}
