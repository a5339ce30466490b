package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.slot.QueueRoutes;
import dev.reelay.worker.slot.QueueRoutes.Place;
import dev.reelay.worker.slot.RealStandings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What the api is told of waiting jobs. The provider has five slots, each job is expected to take
/// ten seconds.
class StandingsTest {
    private Bench bench;
    private QueueRoutes routes;
    private final TenantId tenant = TenantId.next();

    @BeforeEach
    void open() {
        bench = new Bench(WorkerParts.emptyDatabase());
        routes = RealStandings.routes(bench.jdbi);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private JobSpec queued(TenantId tenant, int outputs, int atOnce) {
        var later = Instant.now().plus(Duration.ofMinutes(15));
        var spec = Bench.spec(tenant, outputs, 1, atOnce, later);
        bench.intake.store(List.of(spec));
        return spec;
    }

    private List<Place> places() {
        return routes.queue(tenant.toString()).data();
    }

    private static Place place(JobSpec spec, int position, int seconds) {
        return new Place(spec.job(), position, seconds);
    }

    @Nested
    class GivenAPlanWithOneJobAtOnce {
        @Test
        void when_one_runs_then_the_others_follow_one_after_the_other() {
            queued(tenant, 1, 1);
            bench.claim();
            var second = queued(tenant, 1, 1);
            var third = queued(tenant, 1, 1);

            assertThat(places()).containsExactly(place(second, 1, 10), place(third, 2, 20));
        }
    }

    @Nested
    class GivenAFullProvider {
        private final TenantId other = TenantId.next();

        @BeforeEach
        void fill() {
            queued(other, 4, 100);
            queued(other, 4, 100);
            for (var i = 0; i < 5; i++) {
                bench.claim();
            }
        }

        @Test
        void when_a_tenant_comes_that_had_nothing_then_it_is_next() {
            var mine = queued(tenant, 1, 100);

            assertThat(places()).containsExactly(place(mine, 1, 2));
        }

        @Test
        void when_a_job_has_several_outputs_then_it_stands_where_its_first_does() {
            var first = queued(tenant, 3, 100);
            var second = queued(tenant, 1, 100);

            assertThat(places()).containsExactly(place(first, 1, 2), place(second, 4, 8));
        }

        @Test
        void when_its_accounts_are_closed_then_nobody_knows_a_place() {
            queued(tenant, 1, 100);
            bench.slots.close("upstream", Duration.ofMinutes(5), "the key was refused");

            assertThat(places()).isEmpty();
        }

        @Test
        void when_a_job_waits_for_its_next_try_then_it_has_no_place() {
            var spec = queued(tenant, 1, 100);
            holdBack(spec.job());

            assertThat(places()).isEmpty();
        }

        private void holdBack(JobId job) {
            bench.jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update execution set not_before = now() + interval '1 min'"
                                            + " where job_id = ?",
                                    job.value()));
        }
    }

    @Test
    void when_nothing_waits_then_the_list_is_empty() {
        assertThat(places()).isEmpty();
    }
}
