package dev.reelay.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkTest {
    private static final Duration AGES = Duration.ofHours(1);

    private final Work work = new Work(() -> Duration.ofMillis(500));
    private final Bell bell = new Bell();

    @AfterEach
    void stop() {
        work.stop();
    }

    @Test
    void when_the_bell_rings_then_a_waiting_loop_looks_at_once() {
        var looks = new AtomicInteger();
        work.repeat("test", AGES, bell, () -> looks.incrementAndGet() < 0);
        await().until(() -> looks.get() == 1);

        bell.ring();

        await().until(() -> looks.get() == 2);
    }

    @Test
    void when_there_may_be_more_then_it_looks_again_at_once() {
        var looks = new AtomicInteger();
        work.repeat("test", AGES, bell, () -> looks.incrementAndGet() < 100);

        await().until(() -> looks.get() == 100);
    }

    @Test
    void when_a_step_throws_then_the_loop_goes_on() {
        var looks = new AtomicInteger();
        work.repeat(
                "test",
                AGES,
                bell,
                () -> {
                    if (looks.incrementAndGet() == 1) {
                        throw new IllegalStateException("a bug");
                    }
                    return false;
                });

        await().until(() -> looks.get() == 2);
    }

    @Test
    void when_told_to_stop_then_looking_ends_before_what_is_in_hand_is_finished()
            throws InterruptedException {
        var finish = new CountDownLatch(1);
        var finished = new AtomicBoolean();
        var looks = new AtomicInteger();
        work.repeat("test", Duration.ofMillis(1), bell, () -> looks.incrementAndGet() < 0);
        work.hand(
                () -> {
                    try {
                        finished.set(finish.await(10, TimeUnit.SECONDS));
                    } catch (InterruptedException e) {
                        finished.set(false);
                    }
                });
        var leaving = Thread.ofVirtual().start(work::stop);
        await().until(work::stopping);
        finish.countDown();
        leaving.join();

        assertThat(finished).isTrue();
        assertThat(work.idle()).isTrue();
        var last = looks.get();
        bell.ring();
        assertThat(looks).hasValue(last);
    }

    @Test
    void when_what_is_in_hand_takes_too_long_then_it_is_interrupted() {
        var interrupted = new AtomicBoolean();
        work.hand(
                () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                    }
                });

        work.stop();

        await().untilTrue(interrupted);
    }
}
