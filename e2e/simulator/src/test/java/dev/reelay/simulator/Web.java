package dev.reelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A plain HTTP client of one vendor, with the headers that it always sends.
///
/// @param headers names and values in turn
public record Web(String base, String... headers) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// What came back.
    public record Reply(int status, HttpHeaders headers, byte[] bytes) {
        public JsonNode json() {
            return read(new String(bytes, StandardCharsets.UTF_8));
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /// Whether it is an MP4 file: its first box says so.
        public boolean isClip() {
            return bytes.length > 8
                    && new String(bytes, 4, 4, StandardCharsets.US_ASCII).equals("ftyp");
        }
    }

    public static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Reply get(String path) throws IOException {
        return send("GET", path, new byte[0]);
    }

    public Reply post(String path, String body) throws IOException {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8));
    }

    /// @param path a whole address, or what follows the base
    /// @param more headers of this request alone
    public Reply send(String method, String path, byte[] body, String... more) throws IOException {
        return send(PATIENCE, method, path, body, more);
    }

    /// @param patience until a `HttpTimeoutException`
    public Reply send(Duration patience, String method, String path, byte[] body, String... more)
            throws IOException {
        var url = path.startsWith("http") ? path : base + path;
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(patience)
                        .method(method, BodyPublishers.ofByteArray(body))
                        .header("User-Agent", "contract-test");
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (more.length > 0) {
            request.headers(more);
        }
        try {
            var answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(answer.statusCode(), answer.headers(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
