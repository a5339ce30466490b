package dev.reelay.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SeenDoneTest {
    private static final Duration BEFORE = Duration.ofSeconds(50);
    private static final Duration SEEN = Duration.ofSeconds(60);

    @Test
    void when_the_upstream_tells_how_long_it_took_then_the_rest_is_overhead() {
        var done = new SeenDone(BEFORE, SEEN, false, 3, Duration.ofSeconds(57));
        assertThat(done.overhead()).isEqualTo(Duration.ofSeconds(3));
        assertThat(done.earliest()).isEqualTo(done.latest()).isEqualTo(Duration.ofSeconds(57));
    }

    @Test
    void when_the_upstream_tells_of_more_than_has_passed_then_nothing_is_overhead() {
        var done = new SeenDone(BEFORE, SEEN, false, 3, Duration.ofSeconds(61));
        assertThat(done.overhead()).isZero();
        assertThat(done.latest()).isEqualTo(SEEN);
    }

    @Test
    void when_only_looks_tell_then_it_ended_between_the_last_two() {
        var done = new SeenDone(BEFORE, SEEN, false, 3, null);
        assertThat(done.overhead()).isNull();
        assertThat(done.earliest()).isEqualTo(BEFORE);
        assertThat(done.latest()).isEqualTo(SEEN);
    }

    @Test
    void when_the_upstream_called_back_then_it_ended_just_then() {
        var done = new SeenDone(BEFORE, SEEN, true, 3, null);
        assertThat(done.earliest()).isEqualTo(done.latest()).isEqualTo(SEEN);
    }

    @Test
    void when_the_first_look_finds_it_done_then_it_may_have_been_for_half_the_time() {
        var done = new SeenDone(Duration.ZERO, SEEN, false, 1, null);
        assertThat(done.earliest()).isEqualTo(Duration.ofSeconds(30));
    }
}
