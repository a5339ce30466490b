package dev.reelay.worker.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelay.common.catalogue.Model;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.cost.CostRules;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.RouteName;
import dev.reelay.worker.routing.RouteFigures.Costs;
import dev.reelay.worker.routing.RouteFigures.Lately;
import dev.reelay.worker.routing.Routing.Choice;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OrderRoutesTest {
    private static final int EXPECTED_SECONDS = 60;
    private static final Map<String, Boolean> ALL = Map.of("a", true, "b", true, "c", true);

    /// Clips of 5 s are 8 s long at c.
    private static final List<Model.Route> CATALOGUE =
            List.of(
                    new Model.Route("a", "m-a", List.of()),
                    new Model.Route("b", "m-b", List.of()),
                    new Model.Route("c", "m-c", List.of(4, 8)));

    private static JobSpec spec() {
        return Attempts.of("a kite").seconds(5).attempt().spec();
    }

    private static Choice choice(String provider, boolean enabled, int weight) {
        return new Choice(provider, "m-" + provider, enabled, weight);
    }

    private static Routing by(Strategy strategy) {
        return new Routing(strategy, List.of());
    }

    private static RouteFigures figures(Map<String, Boolean> served) {
        return new RouteFigures(served, Map.of(), Map.of());
    }

    private static List<Integer> places(JobSpec spec, Routing routing, RouteFigures figures) {
        return OrderRoutes.places(spec, CATALOGUE, routing, figures, EXPECTED_SECONDS);
    }

    @Nested
    class GivenTheOperatorsOrder {
        @Test
        void when_nothing_was_entered_then_it_is_the_catalogues() {
            assertThat(places(spec(), Routing.USUAL, figures(ALL))).containsExactly(0, 1, 2);
        }

        @Test
        void when_some_are_named_then_the_others_follow() {
            var routing = new Routing(Strategy.ORDER, List.of(choice("c", true, 1)));
            assertThat(places(spec(), routing, figures(ALL))).containsExactly(2, 0, 1);
        }

        @Test
        void when_one_is_turned_off_then_it_is_not_taken() {
            var routing = new Routing(Strategy.ORDER, List.of(choice("a", false, 1)));
            assertThat(places(spec(), routing, figures(ALL))).containsExactly(1, 2);
        }

        @Test
        void when_nobody_serves_a_provider_then_it_comes_last() {
            var served = Map.of("a", false, "c", true, "b", true);
            assertThat(places(spec(), Routing.USUAL, figures(served))).containsExactly(1, 2, 0);
        }

        @Test
        void when_a_job_is_for_an_own_account_then_who_serves_the_operator_does_not_count() {
            var own = Attempts.of("a kite").seconds(5).onOwnAccount().attempt().spec();
            var served = Map.of("a", true, "b", true, "c@" + own.tenant(), true);
            assertThat(places(own, Routing.USUAL, figures(served))).containsExactly(2, 0, 1);
        }

        @Test
        void when_the_catalogue_has_lost_one_then_it_is_passed_over() {
            var routing = new Routing(Strategy.ORDER, List.of(choice("gone", true, 1)));
            assertThat(places(spec(), routing, figures(ALL))).containsExactly(0, 1, 2);
        }
    }

    @Nested
    class GivenWeights {
        private static final int JOBS = 4000;

        private final Routing routing =
                new Routing(
                        Strategy.WEIGHT,
                        List.of(choice("a", true, 1), choice("b", true, 3), choice("c", false, 9)));

        @Test
        void when_there_are_many_jobs_then_each_route_has_its_share() {
            var first =
                    Stream.generate(OrderRoutesTest::spec)
                            .limit(JOBS)
                            .filter(spec -> places(spec, routing, figures(ALL)).getFirst() == 1)
                            .count();
            assertThat(first).isCloseTo(JOBS * 3 / 4, within(200L)); // seven standard deviations
        }

        @Test
        void when_a_job_is_ordered_again_then_it_is_as_before() {
            for (var spec : Stream.generate(OrderRoutesTest::spec).limit(100).toList()) {
                assertThat(places(spec, routing, figures(ALL)))
                        .isEqualTo(places(spec, routing, figures(ALL)));
            }
        }
    }

    @Nested
    class GivenCosts {
        private static Costs costs(String provider, String json) {
            return new Costs(provider, CostRules.stored(json));
        }

        private List<Integer> places(Map<String, List<Costs>> costs) {
            return OrderRoutesTest.places(
                    spec(), by(Strategy.CHEAP), new RouteFigures(ALL, costs, Map.of()));
        }

        @Test
        void when_providers_charge_by_the_second_then_what_they_render_counts() {
            // 5 s at 0.10 are 0.50, 8 s at 0.06 are 0.48.
            assertThat(
                            places(
                                    Map.of(
                                            "a",
                                            List.of(
                                                    costs(
                                                            "a",
                                                            "{\"m-a\":{\"per_second\":{\"720p\":\"0.1\"}}}")),
                                            "c",
                                            List.of(
                                                    costs(
                                                            "c",
                                                            "{\"*\":{\"per_second\":{\"720p\":\"0.06\"}}}")))))
                    .containsExactly(2, 0, 1);
        }

        @Test
        void when_a_provider_has_two_accounts_then_the_cheaper_counts() {
            assertThat(
                            places(
                                    Map.of(
                                            "a",
                                            List.of(costs("a", "{\"*\":{\"flat\":\"0.5\"}}")),
                                            "b",
                                            List.of(
                                                    costs("b", "{\"*\":{\"flat\":\"0.9\"}}"),
                                                    costs("b", "{\"*\":{\"flat\":\"0.4\"}}")))))
                    .containsExactly(1, 0, 2);
        }
    }

    @Nested
    class GivenWhatBecameOfAttempts {
        private List<Integer> places(Strategy strategy, Map<RouteName, Lately> lately) {
            return OrderRoutesTest.places(
                    spec(), by(strategy), new RouteFigures(ALL, Map.of(), lately));
        }

        private static RouteName name(String provider) {
            return new RouteName(provider, "m-" + provider);
        }

        @Test
        void when_one_was_faster_then_it_comes_first_and_an_unmeasured_one_counts_as_expected() {
            assertThat(
                            places(
                                    Strategy.FAST,
                                    Map.of(
                                            name("a"), new Lately(9, 0, 90),
                                            name("c"), new Lately(3, 1, 40))))
                    .containsExactly(2, 1, 0);
        }

        @Test
        void when_all_of_one_failed_then_it_is_not_taken_for_fast() {
            assertThat(places(Strategy.FAST, Map.of(name("a"), new Lately(5, 5, 0))))
                    .containsExactly(0, 1, 2);
        }

        @Test
        void when_one_failed_more_often_then_it_comes_last() {
            assertThat(
                            places(
                                    Strategy.RELIABLE,
                                    Map.of(
                                            name("a"), new Lately(100, 30, 60),
                                            name("b"), new Lately(100, 1, 60))))
                    .containsExactly(1, 2, 0);
        }
    }
}
