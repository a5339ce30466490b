package dev.reelay.api.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.api.TestTenant;
import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.id.TenantId;
import dev.reelay.common.secret.MasterKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From when an export is asked for until it has gone.
@QuarkusTest
class ExportLifeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject Jdbi jdbi;
    @Inject PostgresExports exports;
    @Inject MakeExports maker;
    @Inject ObjectStore store;
    @Inject MasterKey master;
    @Inject ExportConfig config;
    private TenantId tenant;

    @BeforeEach
    void make() {
        tenant = TenantId.of(TestTenant.rich().id());
    }

    private Export made(UUID id) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> exports.find(tenant, id).orElseThrow(), e -> e.file() != null);
    }

    private void change(UUID export, String what) {
        jdbi.useHandle(
                h -> h.execute("update tenant_export set " + what + " where id = ?", export));
    }

    @Nested
    class GivenAReplicaThatDiedWhileItMadeOne {
        private final UUID id = UUID.randomUUID();

        @BeforeEach
        void leave() {
            jdbi.useHandle(
                    h ->
                            h.execute(
                                    "insert into tenant_export (id, tenant_id, make_at)"
                                            + " values (?, ?, now() + interval '1 hour')",
                                    id,
                                    tenant.value()));
        }

        @Test
        void when_it_is_asked_for_again_then_there_is_no_second_one() {
            assertThat(exports.ask(tenant).id()).isEqualTo(id);
        }

        @Test
        void when_its_lease_is_over_then_another_makes_it() {
            change(id, "make_at = now()");
            assertThat(store.head(made(id).key())).isPresent();
        }
    }

    @Nested
    class GivenOneThatIsMade {
        private Export export;

        @BeforeEach
        void make() {
            export = made(exports.ask(tenant).id());
        }

        private String linkOf(Duration age) {
            var then = InstantSource.fixed(Instant.now().minus(age));
            return new ExportLinks(master, config, then).path(export);
        }

        @ParameterizedTest
        @CsvSource({"PT59M30S, 200", "PT60M1S, 410"})
        void when_an_hour_is_over_then_the_link_is(Duration age, int status) {
            RestAssured.get(linkOf(age)).then().statusCode(status);
        }

        @Test
        void when_a_link_is_changed_then_it_is_unknown() {
            var link = linkOf(Duration.ZERO);
            var start = ExportLinks.ROOT.length() + 1;
            var other = link.charAt(start) == 'A' ? 'B' : 'A';
            var changed = link.substring(0, start) + other + link.substring(start + 1);
            RestAssured.get(changed).then().statusCode(404);
            RestAssured.get(ExportLinks.ROOT + "/x.zip").then().statusCode(404);
        }

        @Test
        void when_it_is_asked_for_again_then_a_new_one_is_made() {
            assertThat(exports.ask(tenant).id()).isNotEqualTo(export.id());
        }

        @Test
        void when_its_time_is_over_then_file_and_link_have_gone() {
            change(export.id(), "expires_at = now()");
            maker.removeExpired();
            assertThat(store.head(export.key())).isEmpty();
            assertThat(exports.find(tenant, export.id())).isEmpty();
            RestAssured.get(linkOf(Duration.ZERO)).then().statusCode(404);
        }
    }
}
