package dev.reelay.worker.provider.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.worker.egress.MultipartForm;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A request to an upstream.
///
/// @param at a path below the account's base, or a whole address
/// @param headers what authorizes it among them
/// @param needsToken whether it shows the account's access token besides
public record ApiCall(
        String method, String at, Map<String, String> headers, byte[] body, boolean needsToken) {
    private static final String TYPE = "Content-Type";
    private static final byte[] NOTHING = {};

    public ApiCall {
        headers = Map.copyOf(headers);
    }

    public ApiCall(String method, String at, Map<String, String> headers, byte[] body) {
        this(method, at, headers, body, false);
    }

    public static ApiCall get(String at) {
        return new ApiCall("GET", at, Map.of(), NOTHING);
    }

    /// @param form as `a=1&b=2`, encoded
    public static ApiCall form(String at, String form) {
        return new ApiCall(
                "POST",
                at,
                Map.of(TYPE, "application/x-www-form-urlencoded"),
                form.getBytes(StandardCharsets.UTF_8));
    }

    public static ApiCall post(String at, JsonNode body) {
        return new ApiCall(
                "POST",
                at,
                Map.of(TYPE, "application/json"),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    public static ApiCall post(String at, MultipartForm form) {
        return new ApiCall("POST", at, Map.of(TYPE, form.contentType()), form.bytes());
    }

    /// The same request with one more header.
    public ApiCall with(String header, String value) {
        var all = new HashMap<>(headers);
        all.put(header, value);
        return new ApiCall(method, at, all, body, needsToken);
    }

    public ApiCall withToken() {
        return new ApiCall(method, at, headers, body, true);
    }

    public ApiCall bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /// Neither headers nor body, which hold secrets and prompts.
    @Override
    public String toString() {
        return method;
    }
}
