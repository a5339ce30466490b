package dev.reelay.common.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckupTest {
    private static final Check QUIET = new Check("a.quiet", "never", "nothing", "select 1");
    private static final Check LOUD = new Check("a.loud", "often", "look", "select 2");

    @Test
    void when_much_is_found_then_it_is_counted_and_the_first_are_shown() {
        var checkup =
                Checkup.of(
                        List.of(QUIET, LOUD),
                        sql ->
                                sql.contains("select 2")
                                        ? IntStream.range(0, 7).mapToObj(String::valueOf).toList()
                                        : List.of());
        assertThat(checkup.checks()).containsExactly("a.quiet", "a.loud");
        assertThat(checkup.findings())
                .containsExactly(
                        new Finding(
                                "a.loud", "often", 7, List.of("0", "1", "2", "3", "4"), "look"));
    }

    @Test
    void when_a_query_is_run_then_it_gives_no_more_than_are_counted() {
        assertThat(LOUD.query()).contains("select 2").endsWith("limit 1000");
    }
}
