package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.e2e.crash.Schedule.Blow;
import dev.reelay.e2e.crash.Schedule.Kind;
import dev.reelay.e2e.proxy.Flaw;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A storm follows from its seed and leaves nothing out.
class StormTest {
    private static final int MANY = 5000;
    private static final int MEAN_MILLIS = 100;

    @Test
    void when_the_seed_is_the_same_then_so_is_the_storm() {
        assertThat(blows(7)).isEqualTo(blows(7)).isNotEqualTo(blows(8));
        assertThat(new Storm(7, MEAN_MILLIS).oneOfEach())
                .isEqualTo(new Storm(7, MEAN_MILLIS).oneOfEach());
    }

    @Test
    void when_it_goes_on_then_every_kind_of_blow_comes() {
        var names = new HashSet<>(blows(7).stream().map(Blow::name).toList());
        assertThat(names)
                .containsAll(
                        new Storm(1, MEAN_MILLIS).oneOfEach().stream().map(Blow::name).toList());
        assertThat(blows(7)).extracting(Blow::kind).contains(Kind.values());
    }

    @Test
    void when_one_of_each_is_asked_for_then_every_flaw_of_every_link_is_there() {
        var each = new Storm(7, MEAN_MILLIS).oneOfEach();
        assertThat(each.stream().map(Blow::name)).doesNotHaveDuplicates();
        assertThat(each.stream().filter(b -> b.on().equals("s3")).map(Blow::flaw))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(Flaw.values()));
        assertThat(each.stream().filter(b -> b.kind() == Kind.KILL).map(Blow::on))
                .containsExactlyInAnyOrder("api", "worker", "billing", "postgres", "kafka");
        assertThat(each).doesNotContainNull().hasSize(14 + 7 * 6 + 5);
    }

    private static List<Blow> blows(long seed) {
        var storm = new Storm(seed, MEAN_MILLIS);
        return Stream.generate(storm::next).limit(MANY).toList();
    }
}
