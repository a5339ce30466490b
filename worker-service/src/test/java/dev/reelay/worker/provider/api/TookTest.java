package dev.reelay.worker.provider.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.ProviderFile;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TookTest {
    private static final Finished DONE = new Finished(new ProviderFile("f"));

    private static PollAnswer seconds(String begun, String ended) {
        var body = Answers.json(200, "{\"a\":%s,\"b\":%s}".formatted(begun, ended)).body();
        return Took.seconds(DONE, body, "a", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "2025-01-15 16:15:30.123, 2025-01-15 16:17:42.004, 131881000000",
        "2025-01-15T08:15:30.123Z, 2025-01-15T08:15:31.123456Z, 1000456000"
    })
    void when_times_are_texts_then_the_time_between_them_counts(
            String begun, String ended, long nanos) {
        var body = Answers.json(200, "{\"a\":\"%s\",\"b\":\"%s\"}".formatted(begun, ended)).body();
        assertThat(Took.texts(DONE, body, "a", "b"))
                .isInstanceOfSatisfying(
                        Finished.class,
                        done -> assertThat(done.took()).isEqualTo(Duration.ofNanos(nanos)));
    }

    @Test
    void when_times_are_numbers_then_in_the_unit_that_is_named() {
        assertThat(seconds("1767225600", "1767225690"))
                .isEqualTo(new Finished(DONE.file(), Duration.ofSeconds(90)));
        var body = Answers.json(200, "{\"a\":1767225600000,\"b\":1767225690000}").body();
        assertThat(Took.millis(DONE, body, "a", "b"))
                .isEqualTo(new Finished(DONE.file(), Duration.ofSeconds(90)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "0",
                "-5",
                "1767225599",
                "\"soon\"",
                "[]",
                "1e300",
                "9223372036854775807"
            })
    void when_a_time_makes_no_sense_then_it_says_nothing(String ended) {
        assertThat(seconds("1767225600", ended)).isEqualTo(DONE);
        var body = Answers.json(200, "{\"a\":\"2025-01-15 16:15:30\",\"b\":%s}".formatted(ended));
        assertThat(Took.texts(DONE, body.body(), "a", "b")).isEqualTo(DONE);
    }

    @Test
    void when_it_names_no_file_then_it_stays_without_an_answer() {
        var body = Answers.json(200, "{\"a\":1,\"b\":2}").body();
        var none = new NoAnswer("it is done and names no file");
        assertThat(Took.seconds(none, body, "a", "b")).isEqualTo(none);
    }
}
