package dev.reelay.simulator.vendor;

import dev.reelay.simulator.callback.Hmac;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.task.Dummy;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Volcengine's request signature, made anew from the bytes that came.
///
/// @param accessKey whose it says it is
/// @param signed the names of the signed headers
record JimengSignature(String accessKey, String date, List<String> signed, String signature) {
    private static final Pattern FORM =
            Pattern.compile(
                    "HMAC-SHA256 Credential=([^/,]+)/([0-9]{8})/cn-north-1/cv/request,"
                            + " SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

    /// Throws `IllegalArgumentException` where the header has another form.
    static JimengSignature read(String header) {
        Matcher parts = FORM.matcher(header);
        if (!parts.matches()) {
            throw new IllegalArgumentException("the Authorization header has another form");
        }
        return new JimengSignature(
                parts.group(1), parts.group(2), List.of(parts.group(3).split(";")), parts.group(4));
    }

    /// Why it does not hold; empty where it does. The clock is not looked at.
    String fault(Call call, String secretKey) {
        var sent = call.header("X-Date");
        if (!sent.matches("[0-9]{8}T[0-9]{6}Z") || !sent.startsWith(date)) {
            return "the scope's date is not that of X-Date";
        }
        if (!signed.contains("host") || !signed.contains("x-date")) {
            return "host and x-date are not signed";
        }
        var hash = hash(call.body());
        if (!call.header("X-Content-Sha256").equals(hash)) {
            return "X-Content-Sha256 is not that of the body";
        }
        for (var name : call.headers().keySet()) {
            var lower = name.toLowerCase(Locale.ROOT);
            var isNeeded = lower.startsWith("x-") || lower.equals("content-type");
            if (isNeeded && !signed.contains(lower)) {
                return lower + " is not signed";
            }
        }
        return expected(call, secretKey).equals(signature) ? "" : "the signature is not right";
    }

    /// What the signature should be.
    String expected(Call call, String secretKey) {
        var scope = date + "/cn-north-1/cv/request";
        var text =
                String.join(
                        "\n",
                        "HMAC-SHA256",
                        call.header("X-Date"),
                        scope,
                        hash(canonical(call).getBytes(StandardCharsets.UTF_8)));
        var key = Hmac.of(secretKey.getBytes(StandardCharsets.UTF_8), date);
        for (var part : List.of("cn-north-1", "cv", "request")) {
            key = Hmac.of(key, part);
        }
        return HexFormat.of().formatHex(Hmac.of(key, text));
    }

    String canonical(Call call) {
        var block = new StringBuilder();
        for (var name : signed) {
            var value = call.header(name).strip();
            block.append(name).append(':').append(name.equals("host") ? host(value) : value);
            block.append('\n');
        }
        return String.join(
                "\n",
                call.method(),
                call.path(),
                query(call.query()),
                block,
                String.join(";", signed),
                hash(call.body()));
    }

    private static String host(String value) {
        return value.replaceAll(":(80|443)$", "");
    }

    private static String query(String query) {
        var pairs = new ArrayList<String>();
        for (var pair : query.split("&")) {
            var parts = pair.split("=", 2);
            pairs.add(encoded(parts[0]) + "=" + (parts.length == 2 ? encoded(parts[1]) : ""));
        }
        pairs.sort(null);
        return String.join("&", pairs);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(
                        URLDecoder.decode(text, StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Dummy.sha256(bytes));
    }
}
