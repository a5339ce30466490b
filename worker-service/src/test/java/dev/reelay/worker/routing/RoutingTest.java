package dev.reelay.worker.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelay.common.catalogue.Model;
import dev.reelay.worker.internal.Refused.Invalid;
import dev.reelay.worker.routing.Routing.Choice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {
    private static final List<Model.Route> CATALOGUE =
            List.of(new Model.Route("a", "m-a", List.of()), new Model.Route("b", "m-b", List.of()));

    @Test
    void when_all_is_entered_then_it_is_read() {
        var read =
                Routing.read(
                        """
                        {"strategy": "weight",
                         "routes": [{"provider": "b", "model": "m-b", "weight": 3},
                                    {"provider": "a", "model": "m-a", "enabled": false}]}
                        """,
                        CATALOGUE);
        assertThat(read)
                .isEqualTo(
                        new Routing(
                                Strategy.WEIGHT,
                                List.of(
                                        new Choice("b", "m-b", true, 3),
                                        new Choice("a", "m-a", false, 1))));
    }

    @Test
    void when_nothing_is_entered_then_it_is_as_usual() {
        assertThat(Routing.read("{}", CATALOGUE)).isEqualTo(Routing.USUAL);
        assertThat(Routing.read(null, CATALOGUE)).isEqualTo(Routing.USUAL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    must be one of order, weight, cheap, fast, reliable | {"strategy": "best"}
                    must be text of at most 200 characters              | {"strategy": 3}
                    must be a list of at most 2                         | {"routes": "a"}
                    must be a list of at most 2                         | {"routes": [{}, {}, {}]}
                    must be a list of objects                           | {"routes": ["a"]}
                    must each have provider and model of one of: a m-a, b m-b | {"routes": [{}]}
                    must each have provider and model of one of: a m-a, b m-b | {"routes": [{"provider": "a", "model": "m-b"}]}
                    must name each route once                           | {"routes": [{"provider": "a", "model": "m-a"}, {"provider": "a", "model": "m-a"}]}
                    must have no members but enabled, model, provider, weight | {"routes": [{"provider": "a", "model": "m-a", "share": 1}]}
                    must be a whole number from 1 to 1000               | {"routes": [{"provider": "a", "model": "m-a", "weight": 0}]}
                    must be true or false                               | {"routes": [{"provider": "a", "model": "m-a", "enabled": "no"}]}
                    must leave at least one enabled                     | {"routes": [{"provider": "a", "model": "m-a", "enabled": false}, {"provider": "b", "model": "m-b", "enabled": false}]}
                    must have no members but routes, strategy           | {"route": []}
                    """)
    void when_it_cannot_be_meant_then_it_is_refused_with_a_reason(String why, String body) {
        assertThatThrownBy(() -> Routing.read(body, CATALOGUE))
                .isInstanceOf(Invalid.class)
                .hasMessage(why);
    }
}
