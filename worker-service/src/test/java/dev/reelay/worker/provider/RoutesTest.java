package dev.reelay.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.catalogue.CatalogueLoader;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Routes routes =
            new Routes(
                    new CatalogueLoader().load(Path.of("src/test/resources/catalogue")),
                    new CatalogueOrder());

    @Test
    void when_a_model_has_routes_then_they_are_taken_in_order() {
        var spec = spec("test/clip-1", false);
        var first = routes.first(spec).orElseThrow();
        assertThat(first).isEqualTo(new Route(0, ProviderQueue.of("upstream"), "clip-one"));
        var second = after(spec, first).orElseThrow();
        assertThat(second).isEqualTo(new Route(1, ProviderQueue.of("second"), "clip-uno"));
        assertThat(after(spec, first, second)).isEmpty();
    }

    @Test
    void when_a_route_makes_other_lengths_then_the_next_longer_one_is_rendered() {
        var spec = spec("test/clip-1", false); // of 5 s
        var first = routes.first(spec).orElseThrow();
        assertThat(routes.seconds(spec, first)).isEqualTo(5);
        var second = after(spec, first).orElseThrow();
        assertThat(routes.seconds(spec, second)).isEqualTo(8);
    }

    @Test
    void when_a_test_key_asks_then_only_the_sandbox_renders() {
        var spec = spec("test/clip-1", true);
        var first = routes.first(spec).orElseThrow();
        assertThat(first).isEqualTo(new Route(0, ProviderQueue.of("sandbox"), "test/clip-1"));
        assertThat(after(spec, first)).isEmpty();
    }

    @Test
    void when_nobody_knows_the_model_then_there_is_no_route() {
        assertThat(routes.first(spec("unheard/of", false))).isEmpty();
    }

    private Optional<Route> after(JobSpec spec, Route... tried) {
        return routes.next(
                spec,
                Stream.of(tried)
                        .map(route -> new RouteName(route.provider(), route.model()))
                        .collect(Collectors.toSet()));
    }

    private static JobSpec spec(String model, boolean test) {
        return new JobSpec(
                JobId.next(),
                TenantId.next(),
                model,
                Mode.TEXT,
                "a kite",
                null,
                5,
                1280,
                720,
                "720p",
                "16:9",
                false,
                null,
                null,
                null,
                1,
                test,
                null,
                List.of(),
                null,
                Instant.now(),
                Instant.now().plusSeconds(60),
                1,
                1,
                null,
                null);
    }
}
