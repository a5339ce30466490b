package dev.reelay.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.api.Ids;
import dev.reelay.api.TestTenant;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TailEventsTest {
    @Inject Jdbi jdbi;
    @Inject PostgresTail tail;
    @Inject TailEvents watches;
    @Inject PostgresEvents events;

    private TestTenant tenant;
    private JobId first;
    private JobId second;
    private Reader reader;

    @BeforeEach
    void two_jobs() {
        tenant = TestTenant.rich();
        first = Ids.job(tenant.job());
        second = Ids.job(tenant.job());
        reader = new Reader();
        reader.readAll(first, second);
        reader.seen.clear();
    }

    /// Reads along as a replica does.
    private final class Reader {
        private final List<JobId> seen = new ArrayList<>();
        private Place place = Place.START;

        void read() {
            for (var news : tail.beyond(place, 1000)) {
                seen.add(news.job());
                place = news.place();
            }
        }

        void readAll(JobId... jobs) {
            Awaitility.await()
                    .untilAsserted(
                            () -> {
                                read();
                                assertThat(seen).contains(jobs);
                            });
        }
    }

    private void append(Handle handle, JobId job) {
        handle.createUpdate(
                        """
                        insert into event (id, tenant_id, job_id, type, body, created_at)
                        values (:id, :tenant, :job, 'video.in_progress', '{}', now())
                        """)
                .bind("id", UUID.randomUUID())
                .bind("tenant", UUID.fromString(tenant.id()))
                .bind("job", job.value())
                .execute();
    }

    @Nested
    class GivenTwoTransactionsAtTheSameTime {
        @Test
        void when_the_later_one_commits_first_then_no_event_is_skipped() {
            try (var slow = jdbi.open()) {
                slow.begin();
                append(slow, first);
                jdbi.useTransaction(quick -> append(quick, second));
                reader.read();
                assertThat(reader.seen).doesNotContain(first, second);
                slow.commit();
            }

            reader.readAll(first, second);
            assertThat(reader.seen).containsOnlyOnce(first, second);
        }

        @Test
        void when_the_earlier_one_writes_last_then_no_event_is_skipped() {
            try (var slow = jdbi.open()) {
                slow.begin();
                slow.execute("select pg_current_xact_id()");
                jdbi.useTransaction(quick -> append(quick, second));
                reader.read();
                append(slow, first);
                slow.commit();
            }

            reader.readAll(first, second);
            assertThat(reader.seen).containsOnlyOnce(first, second);
        }

        @Test
        void when_one_is_rolled_back_then_only_the_other_is_seen() {
            try (var slow = jdbi.open()) {
                slow.begin();
                append(slow, first);
                jdbi.useTransaction(quick -> append(quick, second));
                slow.rollback();
            }

            reader.readAll(second);
            assertThat(reader.seen).doesNotContain(first);
        }
    }

    @Nested
    class GivenSomebodyWhoWaits {
        @Test
        void when_an_event_is_committed_then_they_are_woken() {
            try (var watch = watches.watch(first);
                    var other = watches.watch(second)) {
                Awaitility.await().until(() -> !watch.await(Duration.ofMillis(500)));
                Awaitility.await().until(() -> !other.await(Duration.ofMillis(500)));

                jdbi.useTransaction(handle -> append(handle, first));

                assertThat(watch.await(Duration.ofSeconds(10))).isTrue();
                assertThat(other.await(Duration.ofMillis(300))).isFalse();
            }
        }

        @Test
        void when_an_event_is_rolled_back_then_they_are_not() {
            try (var watch = watches.watch(first)) {
                Awaitility.await().until(() -> !watch.await(Duration.ofMillis(500)));

                jdbi.useHandle(
                        handle -> {
                            handle.begin();
                            append(handle, first);
                            handle.rollback();
                        });

                assertThat(watch.await(Duration.ofMillis(500))).isFalse();
            }
        }
    }

    @Nested
    class GivenOldEvents {
        private void append(JobId job, int daysAgo, boolean owed) {
            jdbi.useHandle(
                    handle ->
                            handle.createUpdate(
                                            """
                                            insert into event (id, tenant_id, job_id, type, body,
                                                created_at, tell_at)
                                            values (:id, :tenant, :job, 'video.expired', '{}',
                                                now() - make_interval(days => :days),
                                                case when :owed then now() + interval '1 h' end)
                                            """)
                                    .bind("id", UUID.randomUUID())
                                    .bind("tenant", UUID.fromString(tenant.id()))
                                    .bind("job", job.value())
                                    .bind("days", daysAgo)
                                    .bind("owed", owed)
                                    .execute());
        }

        @Test
        void when_their_time_is_over_then_they_go_unless_somebody_must_still_hear_of_them() {
            var third = Ids.job(tenant.job());
            append(first, 31, false);
            append(second, 31, true);
            append(third, 29, false);

            events.forget(Duration.ofDays(30), 1_000_000);

            var mine = TenantId.of(tenant.id());
            assertThat(events.after(mine, first, Place.START)).hasSize(1);
            assertThat(events.after(mine, second, Place.START)).hasSize(2);
            assertThat(events.after(mine, third, Place.START)).hasSize(2);
        }
    }
}
