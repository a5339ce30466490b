package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.ProviderQueue;
import dev.reelay.worker.provider.Route;
import dev.reelay.worker.provider.UsableAccounts;
import dev.reelay.worker.slot.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Jobs that are accepted for a tenant's own accounts: nobody else's take them, and those take
/// nobody else's.
class OwnAccountTest {
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final String OPERATORS = "upstream";

    private final TenantId tenant = TenantId.next();
    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(WorkerParts.emptyDatabase());
    }

    @AfterEach
    void close() {
        assertThat(bench.slots.recount()).isEmpty();
        bench.close();
    }

    /// The slots of an account as it is entered; its name.
    private String account(String provider, TenantId owner) {
        var name = "mine@" + owner;
        bench.slots.allow(name, new ProviderQueue(provider, owner).toString(), 5);
        return name;
    }

    private JobSpec stored(JobSpec spec) {
        bench.intake.store(List.of(spec));
        return spec;
    }

    /// Of all accounts that there are.
    private Optional<Claim> claim() {
        return claimBut();
    }

    private Optional<Claim> claimBut(String... except) {
        var accounts = new UsableAccounts(Set.of(OPERATORS, "second"), Set.of(except));
        return bench.slots.claimFairest(accounts, LEASE);
    }

    @Nested
    class GivenAnAccountAtTheSecondRoute {
        private final ProviderQueue queue = new ProviderQueue("second", tenant);
        private String own;

        @BeforeEach
        void enter() {
            own = account("second", tenant);
        }

        @Test
        void then_its_jobs_take_that_route_and_that_account() {
            var spec = stored(Bench.ownSpec(tenant));

            assertThat(claimBut(own)).isEmpty();
            assertThat(claim())
                    .hasValueSatisfying(
                            claim -> {
                                assertThat(claim.spec().job()).isEqualTo(spec.job());
                                assertThat(claim.account()).isEqualTo(own);
                                assertThat(claim.route())
                                        .isEqualTo(new Route(1, queue, "clip-uno"));
                            });
        }

        @Test
        void then_it_takes_no_other_jobs() {
            stored(Bench.spec(tenant));
            stored(Bench.spec(TenantId.next()));
            var other = TenantId.next();
            var others = account("second", other);
            stored(Bench.ownSpec(other));

            assertThat(Stream.generate(this::claimed).limit(3))
                    .containsExactlyInAnyOrder(OPERATORS, OPERATORS, others);
            assertThat(claim()).isEmpty();
        }

        private String claimed() {
            return claim().orElseThrow().account();
        }

        @Test
        void when_no_other_has_room_then_it_takes_their_jobs_no_more_than_before() {
            Stream.of(OPERATORS, "second").forEach(name -> bench.slots.allow(name, name, 0));
            stored(Bench.spec(tenant));

            assertThat(claim()).isEmpty();
        }

        @Test
        void then_a_backlog_there_keeps_nobody_waiting_at_the_operators() {
            bench.slots.allow(own, queue.toString(), 0);
            for (var job = 0; job < 20; job++) {
                stored(Bench.ownSpec(tenant));
            }
            stored(Bench.spec(tenant));

            assertThat(claim())
                    .hasValueSatisfying(claim -> assertThat(claim.account()).isEqualTo(OPERATORS));
        }

        @Test
        void when_a_worker_does_not_know_its_provider_then_that_one_leaves_its_jobs_alone() {
            stored(Bench.ownSpec(tenant));

            assertThat(bench.slots.claimFairest(UsableAccounts.at(OPERATORS), LEASE)).isEmpty();
            assertThat(claim()).isPresent();
        }

        @Test
        void when_it_refuses_then_jobs_wait_for_it() {
            bench.slots.close(own, Duration.ofHours(1), "the key is wrong");
            var spec = stored(Bench.ownSpec(tenant));

            assertThat(bench.state(spec.job())).isEqualTo("queued");
            assertThat(claim()).isEmpty();
            bench.slots.open(own);
            assertThat(claim()).isPresent();
        }
    }

    @Nested
    class GivenNoAccountOfItsOwn {
        @Test
        void then_a_job_fails_and_nobody_is_asked() {
            account("second", TenantId.next());
            var spec = stored(Bench.ownSpec(tenant));

            await().until(() -> bench.state(spec.job()).equals("failed"));
            assertThat(bench.upstream.submits).isEmpty();
            assertThat(bench.second.submits).isEmpty();
        }
    }
}
