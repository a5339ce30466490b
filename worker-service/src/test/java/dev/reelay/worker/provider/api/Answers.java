package dev.reelay.worker.provider.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What an upstream answers, as its documentation prints it.
public final class Answers {
    private Answers() {}

    public static ApiAnswer json(int status, String body) {
        return json(status, Map.of(), body);
    }

    public static ApiAnswer json(int status, Map<String, String> headers, String body) {
        return ApiAnswer.of(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /// The body of a request as text.
    public static String body(ApiCall call) {
        return new String(call.body(), StandardCharsets.UTF_8);
    }
}
