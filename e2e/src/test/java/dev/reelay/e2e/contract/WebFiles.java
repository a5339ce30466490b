package dev.reelay.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;

/// Stands for the hosts of images and clips that samples name: a clip for a path that ends as one,
/// a picture for any other.
final class WebFiles implements AutoCloseable {
    private static final String REQUEST =
            "{\"model\": \"reelay/storyboard-1\", \"prompt\": \"a source\", \"seconds\": \"2\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final byte[] picture;
    private final byte[] clip;

    /// @param url of a system that makes the clip
    /// @param key for it
    WebFiles(String url, String key) throws IOException, InterruptedException {
        clip = clip(url, key);
        picture = picture();
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var isClip = exchange.getRequestURI().getPath().endsWith(".mp4");
            var file = isClip ? clip : picture;
            exchange.getResponseHeaders().add("Content-Type", isClip ? "video/mp4" : "image/png");
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file);
        }
    }

    private static byte[] clip(String url, String key) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var made =
                    http.send(
                            call(url + "/v1/videos", key)
                                    .header("Content-Type", "application/json")
                                    .header("Prefer", "wait=60")
                                    .POST(BodyPublishers.ofString(REQUEST))
                                    .build(),
                            BodyHandlers.ofString());
            var id = JSON.readTree(made.body()).path("id").asText();
            var content = call(url + "/v1/videos/" + id + "/content", key).build();
            var file = http.send(content, BodyHandlers.ofByteArray());
            assertThat(file.statusCode()).as(made.body()).isEqualTo(200);
            return file.body();
        }
    }

    private static HttpRequest.Builder call(String url, String key) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + key);
    }

    private static byte[] picture() throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
