package dev.reelay.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.loop.WorkConfig;
import dev.reelay.worker.provider.NoAccounts;
import dev.reelay.worker.provider.Providers;
import dev.reelay.worker.provider.ProvidersConfig;
import dev.reelay.worker.provider.VideoProvider;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What several workers learn together, on a real database.
class LearnPaceTest {
    private static final ClipKind KIND = new ClipKind("kling", "kling-v3", "720p", 5);
    private static final Duration USUAL = Duration.ofSeconds(60);

    private final Jdbi jdbi = WorkerParts.emptyDatabase();
    private final RealPace one = worker();
    private final RealPace other = worker();

    private RealPace worker() {
        var settings =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .addDefaultInterceptors()
                        .withMapping(PaceConfig.class)
                        .withMapping(ProvidersConfig.class)
                        .withMapping(WorkConfig.class)
                        .withDefaultValue("reelay.work.patience", "5s")
                        .withDefaultValue("reelay.providers.steady.learned", "false")
                        .build();
        var providers =
                new Providers(
                        List.<VideoProvider>of(),
                        new NoAccounts(),
                        settings.getConfigMapping(ProvidersConfig.class));
        return new RealPace(
                jdbi,
                settings.getConfigMapping(PaceConfig.class),
                providers,
                new SimpleMeterRegistry(),
                new Work(settings.getConfigMapping(WorkConfig.class)));
    }

    private static void note(RealPace worker, ClipKind kind, int times, int seconds) {
        var took = Duration.ofSeconds(seconds);
        var done = new SeenDone(Duration.ZERO, took.plusSeconds(2), false, 4, took);
        IntStream.range(0, times).forEach(_ -> worker.pace().note(kind, USUAL, done));
    }

    private static double firstLook(RealPace worker) {
        return worker.pace().looks(KIND, USUAL).first().toMillis() / 1000.0;
    }

    private void pass(Duration time) {
        jdbi.useHandle(
                h ->
                        h.execute(
                                "update render_pace set updated_at = updated_at - ? * interval '1 ms'",
                                time.toMillis()));
    }

    /// The plan by which all look at renders of this kind that run already.
    private int[] shared() {
        return jdbi.withHandle(
                h ->
                        h.createQuery("select looks_ms from render_plan where seconds = 5")
                                .mapTo(int[].class)
                                .one());
    }

    @Nested
    class GivenRendersThatStillRun {
        @Test
        void when_they_are_looked_at_then_the_plan_of_all_gets_later_before_the_first_has_ended() {
            look(one, Duration.ZERO, Duration.ofSeconds(20));
            one.share();
            var before = shared();
            look(other, Duration.ofSeconds(20), Duration.ofSeconds(150));
            other.share();

            assertThat(before[0]).isLessThan(60_000);
            assertThat(shared()[0]).isGreaterThan(120_000);
            assertThat(other.shown().data()).isEmpty();
        }

        private static void look(RealPace worker, Duration before, Duration at) {
            IntStream.range(0, 200).forEach(_ -> worker.pace().working(KIND, USUAL, before, at));
        }
    }

    /// The database reckons each next look as the plan itself does.
    @Test
    void when_the_next_look_is_reckoned_then_the_database_comes_to_the_same() {
        var random = new Random(5);
        for (var i = 0; i < 400; i++) {
            var survey = Survey.none();
            var median = random.nextDouble(10, 700);
            for (var n = 0; n < 20; n++) {
                var took = Duration.ofMillis((long) (1000 * median * random.nextDouble(0.7, 1.4)));
                survey = survey.done(new SeenDone(Duration.ZERO, took, true, 1, took));
            }
            var plan = LookPlan.of(survey.times(), 0, Duration.ofSeconds(15));
            var age =
                    Duration.ofMillis(
                            plan.millis()[0] + (long) (1500 * median * random.nextDouble()));
            var made = random.nextInt(1, 60);

            var mine =
                    new LookAfter(plan)
                            .next(age, made, 0.5, Duration.ofSeconds(15), Duration.ofSeconds(30));
            assertThat(lookAfter(plan, age, made)).isCloseTo(mine.toMillis(), within(2.0));
        }
    }

    @Test
    void when_a_render_is_looked_at_before_its_plan_begins_then_the_next_look_is_its_first() {
        var plan = LookPlan.of(Expectation.of(Survey.none(), USUAL), 0, Duration.ofSeconds(15));
        var planned = plan.millis();
        assertThat(lookAfter(plan, Duration.ofMillis(planned[0] - 5), 0))
                .isBetween((double) planned[0], (double) planned[1]);
    }

    private double lookAfter(LookPlan plan, Duration age, int made) {
        return jdbi.withHandle(
                h ->
                        h.createQuery("select look_after(:plan, :calls, :age, :made, 15000, 30000)")
                                .bindArray(
                                        "plan",
                                        Integer.class,
                                        IntStream.of(plan.millis()).boxed().toArray())
                                .bind("calls", plan.calls())
                                .bind("age", (double) age.toMillis())
                                .bind("made", made)
                                .mapTo(Double.class)
                                .one());
    }

    @Nested
    class GivenRendersOfTwentySeconds {
        @Test
        void when_one_worker_has_seen_them_then_both_look_by_them() {
            note(one, KIND, 60, 20);

            one.share();
            other.share();

            assertThat(firstLook(one)).isCloseTo(20, within(3.0));
            assertThat(firstLook(other)).isCloseTo(20, within(3.0));
        }

        @Test
        void when_both_have_seen_some_then_all_are_counted_once() {
            note(one, KIND, 3, 20);
            note(other, KIND, 4, 20);

            one.share();
            other.share();
            one.share();

            var shown = one.shown().data().getFirst();
            assertThat(shown.provider()).isEqualTo("kling");
            assertThat(shown.renders()).isEqualTo(7);
            assertThat(shown.callsPerRender()).isEqualTo(4);
            assertThat(shown.overheadMs()).isEqualTo(2000);
            assertThat(shown.kinds().getFirst().p50Ms() / 1000.0).isCloseTo(20, within(1.0));
        }

        @Test
        void when_they_take_longer_since_then_what_is_old_is_forgotten() {
            note(one, KIND, 100, 20);
            one.share();
            for (var i = 0; i < 8; i++) {
                pass(Duration.ofHours(1));
                note(other, KIND, 100, 120);
                other.share();
            }
            one.share();

            // (1 - 1/100)^800 of the old is left: 0.03 of 100, less than the early hundredth.
            assertThat(firstLook(one)).isGreaterThan(100);
        }

        @Test
        void when_more_end_at_once_than_are_remembered_then_the_time_decides_what_is_forgotten() {
            note(one, KIND, 100, 20);
            one.share();
            note(other, KIND, 400, 120);
            other.share();
            one.share();

            assertThat(one.shown().data().getFirst().renders()).isBetween(499L, 500L);
        }

        @Test
        void when_a_worker_starts_then_it_knows_what_others_have_learned() {
            note(one, KIND, 60, 20);
            one.share();
            jdbi.useHandle(
                    h -> h.execute("update render_pace set updated_at = now() - interval '1 h'"));

            other.share();

            assertThat(firstLook(other)).isCloseTo(20, within(3.0));
        }

        @Test
        void when_another_kind_is_asked_for_then_they_say_nothing_about_it() {
            note(one, KIND, 60, 20);
            one.share();
            var longer = new ClipKind("kling", "kling-v3", "720p", 10);
            var looks = one.pace().looks(longer, Duration.ofSeconds(200));
            // A hundredth: 2.33 deviations of 0.86 below the middle of 200 s is e^-2 of it.
            assertThat(looks.first()).isGreaterThan(Duration.ofSeconds(22));
        }
    }

    @Test
    void when_a_provider_is_not_learned_then_waits_grow_as_configured() {
        var looks = one.pace().looks(new ClipKind("steady", "m", "720p", 5), USUAL);
        assertThat(looks)
                .isEqualTo(
                        new Looks(
                                Duration.ofMillis(500),
                                List.of(),
                                null,
                                Duration.ofMillis(500),
                                Duration.ofSeconds(5)));
    }

    @Test
    void when_it_is_shown_then_in_the_words_of_the_operators_document() {
        note(one, KIND, 1, 20);
        var untold = new SeenDone(Duration.ZERO, Duration.ofSeconds(9), true, 1, null);
        one.pace().note(new ClipKind("vidu", "viduq3", "720p", 5), USUAL, untold);
        one.share();

        var data = new ObjectMapper().valueToTree(one.shown()).get("data");

        assertThat(data.get(0).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "object",
                        "provider",
                        "renders",
                        "calls_per_render",
                        "overhead_ms",
                        "kinds");
        assertThat(data.get(0).get("kinds").get(0).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "model",
                        "resolution",
                        "seconds",
                        "renders",
                        "calls_per_render",
                        "overhead_ms",
                        "p10_ms",
                        "p50_ms",
                        "p90_ms");
        assertThat(data.get(1).has("overhead_ms")).isFalse();
    }

    @Test
    void when_nothing_was_seen_then_nothing_is_shown() {
        one.share();
        assertThat(one.shown().data()).isEmpty();
    }
}
