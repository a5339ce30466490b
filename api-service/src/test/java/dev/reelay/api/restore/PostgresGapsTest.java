package dev.reelay.api.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelay.api.Ids;
import dev.reelay.api.TestTenant;
import dev.reelay.common.id.JobId;
import dev.reelay.common.restore.Gap;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An api whose database was set back.
@QuarkusTest
class PostgresGapsTest {
    @Inject Jdbi jdbi;
    @Inject PostgresGaps gaps;

    @AfterEach
    void forgetGaps() {
        jdbi.useHandle(h -> h.execute("delete from restored_gap"));
    }

    private Gap hourUntilNow() {
        var now = jdbi.withHandle(h -> h.createQuery("select now()").mapTo(Instant.class).one());
        return new Gap(now.minus(Duration.ofHours(1)), now);
    }

    /// As from a server that had run more transactions than this one.
    private void fromAnotherServer(JobId job) {
        jdbi.useTransaction(
                h -> {
                    h.execute("alter table event disable trigger event_immutable");
                    h.execute(
                            "update event set xid = '9223372036854775807' where job_id = ?",
                            job.value());
                    h.execute("alter table event enable trigger event_immutable");
                });
    }

    private static List<String> shown(TestTenant tenant) {
        return TestTenant.as(tenant.liveKey())
                .get("/v1/events")
                .then()
                .statusCode(200)
                .extract()
                .path("data.type");
    }

    @Test
    void when_events_come_from_another_server_then_they_are_shown_again() {
        var tenant = TestTenant.rich();
        var job = Ids.job(tenant.job());
        fromAnotherServer(job);
        assertThat(shown(tenant)).isEmpty();

        assertThat(gaps.note(hourUntilNow())).isPresent();

        assertThat(shown(tenant)).contains("video.queued");
    }

    @Test
    void when_a_gap_is_noted_again_then_nothing_is_owed_again() {
        var gap = hourUntilNow();
        assertThat(gaps.note(gap)).isPresent();
        assertThat(gaps.note(gap)).isEmpty();
    }

    @Test
    void when_a_gap_has_not_ended_then_it_is_refused() {
        var gap = new Gap(Instant.now(), Instant.now().plus(Duration.ofHours(1)));
        assertThatThrownBy(() -> gaps.note(gap)).isInstanceOf(IllegalStateException.class);
        assertThat(gaps.open()).isEmpty();
    }

    @Test
    void when_all_holds_were_looked_at_then_the_gap_is_closed() {
        var gap = hourUntilNow();
        gaps.note(gap);
        var open = gaps.open().orElseThrow();
        assertThat(open.gap().from()).isEqualTo(gap.from());
        var last = JobId.next();

        gaps.seen(open, last);
        assertThat(gaps.open().orElseThrow().seenTo()).isEqualTo(last);
        gaps.seen(open, null);
        assertThat(gaps.open()).isEmpty();
    }
}
