package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A browser at the console, as far as a test needs one: it keeps cookies, fills in forms, and goes
/// where it is sent only when it is told to.
final class Browser {
    static final String SESSION = "reelay_console";
    private static final Pattern FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\">");

    private static final String PART =
            "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
    private static final String END = "--%s--\r\n";

    final Map<String, String> cookies = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /// What it shows.
    record Page(int status, String body, HttpResponse<String> answer) {
        String header(String name) {
            return answer.headers().firstValue(name).orElse("");
        }

        /// Of a redirect, below the server's own address.
        String there() {
            return header("Location");
        }

        /// The hidden fields of its forms.
        Map<String, String> fields() {
            return FIELD.matcher(body)
                    .results()
                    .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2), (a, _) -> a));
        }
    }

    Page get(String path) {
        return send(request(path).GET());
    }

    /// As the browser of a form does.
    Page submit(String path, Map<String, String> fields) {
        var boundary = "between-the-parts";
        var parts =
                fields.entrySet().stream()
                        .map(field -> PART.formatted(boundary, field.getKey(), field.getValue()))
                        .collect(Collectors.joining());
        var body = parts + END.formatted(boundary);
        return send(
                request(path)
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(BodyPublishers.ofString(body)));
    }

    /// Goes where a page sends, to the last one.
    Page follow(Page page) {
        var shown = page;
        while (shown.status() == 303) {
            shown = get(URI.create(shown.there()).getPath());
        }
        return shown;
    }

    HttpRequest.Builder request(String path) {
        var request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                        .timeout(Duration.ofSeconds(30));
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    Page send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            return new Page(answer.statusCode(), answer.body(), answer);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void keep(String cookie) {
        var pair = cookie.substring(0, cookie.indexOf(';')).split("=", 2);
        if (cookie.contains("Max-Age=0")) {
            cookies.remove(pair[0]);
        } else {
            assertThat(cookie)
                    .contains("SameSite=", "Path=/console")
                    .containsIgnoringCase("HttpOnly");
            cookies.put(pair[0], pair[1]);
        }
    }

    /// Goes to the issuer and comes back with a code.
    Page signIn(SignedInCode code) {
        var there = SignedInCode.asked(get("/console/sign-in").there());
        return comeBack(code.answering(there), there.the("state"));
    }

    Page comeBack(String code, String state) {
        return get("/console/sign-in?code=" + code + "&state=" + state);
    }

    /// Opens a link and presses its button.
    Page redeem(String url) {
        var page = get(url.substring(url.indexOf("/console")));
        assertThat(page.status()).isEqualTo(200);
        return submit("/console/link", page.fields());
    }
}
