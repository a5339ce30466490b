package dev.reelay.simulator.clip;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// Gets what clients give as inputs, as the vendors do: from the request itself or from its
/// address. Addresses under `example` domains, which nobody can have, count as there.
public final class Inputs implements AutoCloseable {
    private static final Pattern DATA = Pattern.compile("data:([a-z]+/[a-z0-9.+-]+);base64,(.*)");
    private static final Pattern EXAMPLE =
            Pattern.compile("(?:.*\\.)?(?:example|example\\.(?:com|org|net))");
    private static final int LARGEST = 100 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(Redirect.NORMAL)
                    .build();

    /// A web address that can be fetched with 200 and holds something.
    public boolean isThere(String url) throws InterruptedException {
        return isExample(url) || fetch(url).map(bytes -> bytes.length > 0).orElse(false);
    }

    /// A web address that can be fetched and holds an MP4 or MOV.
    public boolean isClip(String url) throws InterruptedException {
        return isExample(url) || fetch(url).filter(Inputs::isMovie).isPresent();
    }

    private static boolean isMovie(byte[] bytes) {
        return bytes.length > 8
                && new String(bytes, 4, 4, StandardCharsets.US_ASCII).equals("ftyp");
    }

    /// The picture at a web address or in a `data:` address; empty where there is none.
    public Optional<Picture> picture(String url) throws InterruptedException {
        if (isExample(url)) {
            return Optional.of(new Picture("image/png", 1280, 720, 100_000));
        }
        return isData(url) ? data(url).flatMap(Picture::of) : fetch(url).flatMap(Picture::of);
    }

    public static boolean isWeb(String url) {
        return url.startsWith("https://") || url.startsWith("http://");
    }

    public static boolean isData(String url) {
        return url.startsWith("data:");
    }

    /// The bytes of a `data:` address in base64.
    public static Optional<byte[]> data(String url) {
        var parts = DATA.matcher(url);
        return parts.matches() ? base64(parts.group(2)) : Optional.empty();
    }

    public static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isExample(String url) {
        try {
            var host = isWeb(url) ? URI.create(url).getHost() : null;
            return host != null && EXAMPLE.matcher(host).matches();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<byte[]> fetch(String url) throws InterruptedException {
        if (!isWeb(url)) {
            return Optional.empty();
        }
        try {
            var request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            var answer = http.send(request, BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                return answer.statusCode() == 200
                        ? Optional.of(body.readNBytes(LARGEST))
                        : Optional.empty();
            }
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
