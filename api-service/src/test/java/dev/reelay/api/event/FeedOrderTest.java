package dev.reelay.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.api.Ids;
import dev.reelay.api.TestTenant;
import dev.reelay.api.job.JobRow;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What a reader of a tenant's events sees who always goes on after the last one, while
/// transactions commit in any order.
@QuarkusTest
class FeedOrderTest {
    private static final List<EventType> TYPES = Arrays.asList(EventType.values());
    private static final int PAGE = 3;

    @Inject Jdbi jdbi;
    @Inject PostgresFeed feed;
    @Inject PostgresEvents events;

    private TestTenant tenant;
    private TenantId id;
    private Reader reader;

    @BeforeEach
    void tenant() {
        tenant = TestTenant.rich();
        id = TenantId.of(tenant.id());
        reader = new Reader();
    }

    /// Keeps nothing but the last id, as a client does.
    private final class Reader {
        private final List<Event> seen = new ArrayList<>();

        void read() {
            var last = seen.isEmpty() ? null : seen.getLast().id();
            var place = last == null ? Place.START : feed.place(id, last).orElseThrow();
            seen.addAll(feed.beyond(id, place, TYPES, PAGE));
        }

        void readAll(int events) {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .until(
                            () -> {
                                read();
                                return seen.size() >= events;
                            });
        }

        Map<String, List<EventType>> byJob() {
            var all = new TreeMap<String, List<EventType>>();
            for (var event : seen) {
                var job = event.body().replaceFirst("(?s).*\"id\":\"(video_[0-9a-f]+)\".*", "$1");
                all.computeIfAbsent(job, _ -> new ArrayList<>()).add(event.type());
            }
            return all;
        }
    }

    /// The job's next state and its event, as a report brings them.
    private void advance(Handle handle, JobId job) {
        var changed =
                handle.createQuery(
                                """
                                update job j
                                   set state = case state when 'queued' then 'in_progress'
                                                    else 'completed' end
                                 where id = :job and tenant_id = :tenant
                                   and state in ('queued', 'in_progress')
                                returning
                                """
                                        + JobRow.COLUMNS)
                        .bind("job", job.value())
                        .bind("tenant", id.value())
                        .map(JobRow::read)
                        .list();
        events.append(handle, changed);
    }

    private List<JobId> jobs(int count) {
        return Stream.generate(tenant::job).limit(count).map(Ids::job).toList();
    }

    @Nested
    class GivenManyWriters {
        private static final int JOBS = 24;
        private static final int WRITERS = 12;

        /// Each job is brought on twice, each time by whichever transaction comes to it first; a
        /// transaction has its number before it waits for the job.
        private void write(List<JobId> jobs, Random random) {
            for (var job : jobs) {
                jdbi.useTransaction(
                        handle -> {
                            handle.execute("select pg_current_xact_id()");
                            handle.execute("select pg_sleep(?)", random.nextInt(30) / 1000.0);
                            advance(handle, job);
                            handle.execute("select pg_sleep(?)", random.nextInt(30) / 1000.0);
                        });
            }
        }

        @Test
        void when_a_reader_goes_on_from_page_to_page_then_it_sees_all_once_and_each_job_in_order()
                throws Exception {
            var jobs = jobs(JOBS);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var writing =
                        IntStream.range(0, WRITERS)
                                .mapToObj(
                                        w ->
                                                threads.submit(
                                                        () -> write(share(jobs, w), new Random(w))))
                                .toList();
                while (!writing.stream().allMatch(Future::isDone)) {
                    reader.read();
                }
                for (var writer : writing) {
                    writer.get();
                }
            }
            reader.readAll(3 * JOBS);
            reader.read();

            assertThat(reader.seen.stream().map(Event::id)).doesNotHaveDuplicates();
            assertThat(reader.byJob()).hasSize(JOBS);
            assertThat(reader.byJob().values())
                    .allSatisfy(
                            types ->
                                    assertThat(types)
                                            .containsExactly(
                                                    EventType.QUEUED,
                                                    EventType.IN_PROGRESS,
                                                    EventType.COMPLETED));
        }

        /// Two of three writers have each job, each in another order.
        private static List<JobId> share(List<JobId> jobs, int writer) {
            var mine = new ArrayList<JobId>();
            for (var i = 0; i < JOBS; i++) {
                var job = jobs.get((i * (2 * writer + 1) + writer) % JOBS);
                if (!mine.contains(job)) {
                    mine.add(job);
                }
            }
            return mine;
        }
    }

    @Nested
    class GivenATransactionThatBeganFirstAndComesToAJobLast {
        @Test
        void when_both_are_committed_then_what_happened_first_is_read_first() {
            var job = jobs(1).getFirst();
            reader.readAll(1);
            try (var early = jdbi.open()) {
                early.begin();
                early.execute("select pg_current_xact_id()");
                jdbi.useTransaction(late -> advance(late, job));
                advance(early, job);
                early.commit();
            }
            reader.readAll(3);
            assertThat(reader.seen.stream().map(Event::type))
                    .containsExactly(EventType.QUEUED, EventType.IN_PROGRESS, EventType.COMPLETED);
        }
    }

    @Nested
    class GivenATransactionThatIsSlow {
        @Test
        void when_a_later_one_commits_first_then_nobody_reads_past_the_slow_one() {
            var jobs = jobs(2);
            reader.readAll(2);
            try (var slow = jdbi.open()) {
                slow.begin();
                advance(slow, jobs.getFirst());
                jdbi.useTransaction(quick -> advance(quick, jobs.getLast()));
                reader.read();
                assertThat(reader.seen).hasSize(2);
                slow.commit();
            }
            reader.readAll(4);
            assertThat(reader.seen.stream().map(Event::id)).doesNotHaveDuplicates();
        }
    }
}
