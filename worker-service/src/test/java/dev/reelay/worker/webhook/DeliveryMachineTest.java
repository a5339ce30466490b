package dev.reelay.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.worker.webhook.AttemptOutcome.NotTaken;
import dev.reelay.worker.webhook.AttemptOutcome.Taken;
import dev.reelay.worker.webhook.AttemptOutcome.Unwanted;
import dev.reelay.worker.webhook.DeliveryMachine.Next.Delivered;
import dev.reelay.worker.webhook.DeliveryMachine.Next.Exhausted;
import dev.reelay.worker.webhook.DeliveryMachine.Next.RetryIn;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryMachineTest {
    private static final List<Duration> SCHEDULE =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(24),
                    Duration.ofHours(24));
    private static final double NO_SPREAD = 0.5;

    private final DeliveryMachine machine = new DeliveryMachine(SCHEDULE, 1);

    private static NotTaken notTaken() {
        return new NotTaken(Optional.empty());
    }

    @Test
    void when_nothing_is_configured_then_the_schedule_is_the_documented_one() {
        var config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(WebhookConfig.class)
                        .build()
                        .getConfigMapping(WebhookConfig.class);
        assertThat(config.retryAfter()).isEqualTo(SCHEDULE);
        assertThat(config.timeScale()).isEqualTo(1);
    }

    @Test
    void when_it_is_taken_then_it_is_delivered_whatever_came_before() {
        assertThat(machine.after(0, new Taken(), 0)).isEqualTo(new Delivered());
        assertThat(machine.after(9, new Taken(), 0)).isEqualTo(new Delivered());
    }

    @Test
    void when_it_is_unwanted_then_it_is_given_up_at_once() {
        assertThat(machine.after(0, new Unwanted(), 0)).isEqualTo(new Exhausted());
    }

    @Test
    void when_it_is_not_taken_then_it_is_tried_ten_times_on_schedule() {
        assertThat(
                        IntStream.range(0, 9)
                                .mapToObj(made -> machine.after(made, notTaken(), NO_SPREAD))
                                .toList())
                .isEqualTo(SCHEDULE.stream().map(RetryIn::new).toList());
        assertThat(machine.after(9, notTaken(), NO_SPREAD)).isEqualTo(new Exhausted());
    }

    @ParameterizedTest
    @CsvSource({"0, 4000", "0.5, 5000", "1, 6000"})
    void when_many_wait_then_they_are_spread_by_a_fifth(double chance, long millis) {
        assertThat(machine.after(0, notTaken(), chance))
                .isEqualTo(new RetryIn(Duration.ofMillis(millis)));
    }

    @Test
    void when_time_is_scaled_then_every_wait_is() {
        assertThat(new DeliveryMachine(SCHEDULE, 0.01).after(1, notTaken(), NO_SPREAD))
                .isEqualTo(new RetryIn(Duration.ofMillis(300)));
    }

    @ParameterizedTest
    @CsvSource({"PT1S, PT5S", "PT60S, PT60S", "PT240H, PT24H"})
    void when_the_receiver_asks_for_time_then_it_gets_it_up_to_a_day(
            Duration asked, Duration given) {
        assertThat(machine.after(0, new NotTaken(Optional.of(asked)), NO_SPREAD))
                .isEqualTo(new RetryIn(given));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | PT2M",
                " 0 | PT0S",
                "Sun, 22 Nov 2026 10:00:30 GMT | PT30S",
                "Sun, 22 Nov 2026 09:00:00 GMT | PT0S",
                "soon |",
                "-5 |",
                "99999999999999 |",
                "1.5 |"
            })
    void when_a_header_is_read_then_it_is_seconds_or_a_date(String header, Duration read) {
        assertThat(RetryAfter.read(header, Instant.parse("2026-11-22T10:00:00Z")))
                .isEqualTo(Optional.ofNullable(read));
    }
}
