package dev.reelay.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RealPartsTest {
    private static final Duration PATIENT = Duration.ofSeconds(15);

    @Test
    void when_a_service_asks_for_all_then_it_gets_the_settings_that_it_reads() throws Exception {
        var parts = new RealParts();
        parts.init(Map.of("postgres", "reelay_first", "kafka", "true", "s3", "true"));
        var settings = parts.start();
        assertThat(settings)
                .containsKeys(
                        "quarkus.datasource.jdbc.url",
                        "quarkus.datasource.username",
                        "quarkus.datasource.password",
                        "kafka.bootstrap.servers",
                        "kafka.security.protocol",
                        "reelay.store.endpoint",
                        "reelay.store.region",
                        "reelay.store.bucket",
                        "reelay.store.access-key",
                        "reelay.store.secret-key");
        try (var connection =
                        DriverManager.getConnection(
                                settings.get("quarkus.datasource.jdbc.url"),
                                settings.get("quarkus.datasource.username"),
                                settings.get("quarkus.datasource.password"));
                var rows =
                        connection
                                .createStatement()
                                .executeQuery("select current_setting('fsync')")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("on");
        }
    }

    @Test
    void when_only_a_database_is_asked_for_then_nothing_else_is_set() {
        var parts = new RealParts();
        parts.init(Map.of("postgres", "reelay_only"));
        assertThat(parts.start().keySet()).allMatch(key -> key.startsWith("quarkus.datasource."));
    }

    @Test
    void when_an_unknown_server_is_asked_for_then_that_is_an_error() {
        var parts = new RealParts();
        parts.init(Map.of("oracle", "true"));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(parts::start)
                .withStackTraceContaining("ORACLE");
    }

    @Test
    void when_two_ask_then_they_share_the_server_but_not_the_database() {
        var one = RealParts.postgres("reelay_one");
        var other = RealParts.postgres("reelay_other");
        assertThat(one.jdbcUrl().replace("_one", ""))
                .isEqualTo(other.jdbcUrl().replace("_other", ""));
        assertThat(one.username()).isNotEqualTo(other.username());
    }

    @Test
    void when_the_store_is_asked_without_a_signature_then_it_refuses() throws Exception {
        var store = RealParts.s3();
        try (var http = HttpClient.newHttpClient()) {
            var ask = URI.create(store.endpoint() + "/" + store.bucket());
            assertThat(
                            http.send(
                                            HttpRequest.newBuilder(ask).build(),
                                            HttpResponse.BodyHandlers.discarding())
                                    .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void when_the_broker_is_away_then_nothing_is_sent_and_after_it_all_is_as_before()
            throws Exception {
        send("before", PATIENT);
        try (var away = RealParts.outage(Server.KAFKA)) {
            assertThat(away).isNotNull();
            assertThatExceptionOfType(Exception.class)
                    .isThrownBy(() -> send("meanwhile", Duration.ofSeconds(2)));
        }
        send("after", PATIENT);
        try (var admin = Admin.create(clientSettings())) {
            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).contains("video.jobs");
        }
    }

    @Test
    void when_the_database_was_away_then_its_data_is_there() throws SQLException {
        var database = RealParts.postgres("reelay_away");
        try (var connection = open(database.jdbcUrl(), database.username(), database.password())) {
            connection.createStatement().execute("create table kept (word text)");
        }
        RealParts.outage(Server.POSTGRES).close();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(
                        () -> {
                            try (var connection =
                                    open(
                                            database.jdbcUrl(),
                                            database.username(),
                                            database.password())) {
                                return connection
                                        .createStatement()
                                        .executeQuery("select count(*) from kept")
                                        .next();
                            }
                        });
    }

    private static Connection open(String url, String user, String password) throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    private static void send(String word, Duration limit) throws Exception {
        var settings = clientSettings();
        settings.put("max.block.ms", String.valueOf(limit.toMillis()));
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("video.jobs", "job", word))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static Map<String, Object> clientSettings() {
        var settings = new HashMap<String, Object>(RealParts.kafka());
        settings.put("request.timeout.ms", "2000");
        settings.put("delivery.timeout.ms", "4000");
        settings.put("linger.ms", "0");
        return settings;
    }
}
