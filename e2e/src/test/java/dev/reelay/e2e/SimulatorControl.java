package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The provider simulator as a test speaks to it: what goes wrong, and what it has in its books.
public final class SimulatorControl implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    /// @param url `REELAY_SIMULATOR_URL`
    public SimulatorControl(String url) {
        this.url = url;
    }

    /// Adds rules, as `docs/simulator.md` writes them.
    public void goWrong(List<Map<String, ?>> rules) {
        try {
            send(
                    HttpRequest.newBuilder(URI.create(url + "/rules"))
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            JSON.writeValueAsString(rules))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of each prompt the tasks that all vendors together have in their books.
    public Map<Prompt, List<Billed>> bill() {
        return StreamSupport.stream(get("/bill").spliterator(), false)
                .flatMap(vendor -> StreamSupport.stream(vendor.spliterator(), false))
                .map(
                        entry ->
                                new Billed(
                                        new Prompt(entry.path("promptHash").asText()),
                                        entry.path("vendor").asText(),
                                        Instant.parse(entry.path("time").asText()),
                                        entry.path("isPaid").asBoolean()))
                .collect(Collectors.groupingBy(Billed::prompt));
    }

    /// How many submits got no answer, over all vendors.
    long lostSubmits() {
        return StreamSupport.stream(get("/requests").spliterator(), false)
                .mapToLong(vendor -> vendor.at("/counts/SUBMIT/0").asLong())
                .sum();
    }

    /// How often a vendor was asked what has become of tasks.
    public long polls(String vendor) {
        var counts = get("/requests").path(vendor).at("/counts/POLL");
        return StreamSupport.stream(counts.spliterator(), false).mapToLong(JsonNode::asLong).sum();
    }

    /// How many tasks there are for a prompt.
    int billed(String prompt) {
        return bill().getOrDefault(Prompt.of(prompt), List.of()).size();
    }

    /// Where a vendor is reached, and what opens it: `baseUrl` and `credentials`.
    JsonNode vendor(String provider) {
        return get("/accounts").path("vendors").path(provider);
    }

    private JsonNode get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }

    /// A prompt as the books have it.
    ///
    /// @param hash SHA-256 of its UTF-8, in lower-case hex
    public record Prompt(String hash) {
        public static Prompt of(String text) {
            try {
                var digest = MessageDigest.getInstance("SHA-256");
                return new Prompt(
                        HexFormat.of()
                                .formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8))));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// A task that was accepted.
    ///
    /// @param time of the acceptance
    public record Billed(Prompt prompt, String vendor, Instant time, boolean isPaid) {}
}
