package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.e2e.proxy.Flaw;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A process finds links where it would find those that it calls.
class LinksTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:5432/reelay_api",
                    "REELAY_STORE_ENDPOINT", "http://127.0.0.1:9000",
                    "REELAY_BILLING_URL", "http://127.0.0.1:0",
                    "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092",
                    "REELAY_PUBLIC_URL", "http://localhost:5432");

    @Test
    void when_there_are_no_links_then_everything_is_where_it_was() {
        try (var links = Links.none()) {
            assertThat(links.through("api-1", ENVIRONMENT)).isEqualTo(ENVIRONMENT);
            assertThat(links.broker(9093)).isEmpty();
            assertThat(links.receivers(8080)).isEqualTo(8080);
        }
    }

    @Test
    void when_there_are_links_then_all_that_is_called_is_behind_one() {
        try (var links = Links.failing(1, 10)) {
            var broker = links.broker(9093).orElseThrow();
            assertThat(links.through("api-1", ENVIRONMENT))
                    .containsEntry(
                            "QUARKUS_DATASOURCE_JDBC_URL",
                            "jdbc:postgresql://127.0.0.1:"
                                    + port(links, "postgres")
                                    + "/reelay_api")
                    .containsEntry("REELAY_STORE_ENDPOINT", "http://127.0.0.1:" + port(links, "s3"))
                    .containsEntry("REELAY_BILLING_URL", "http://127.0.0.1:0")
                    .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + broker)
                    .containsEntry("REELAY_PUBLIC_URL", "http://localhost:5432");
            assertThat(links.to("kafka")).hasSize(1);
        }
    }

    @Test
    void when_a_process_never_goes_there_then_it_has_no_link_to_it() {
        try (var links = Links.failing(1, 10)) {
            assertThat(links.through("billing-1", ENVIRONMENT))
                    .containsEntry("REELAY_STORE_ENDPOINT", "http://127.0.0.1:9000");
            assertThat(links.to("s3")).isEmpty();
        }
    }

    @Test
    void when_http_is_not_spoken_then_nobody_answers_503() {
        assertThat(Links.flaws("postgres")).doesNotContain(Flaw.UNAVAILABLE);
        assertThat(Links.flaws("kafka")).doesNotContain(Flaw.UNAVAILABLE);
        assertThat(Links.flaws("s3")).contains(Flaw.UNAVAILABLE);
    }

    private static int port(Links links, String to) {
        return links.to(to).getFirst().port();
    }
}
