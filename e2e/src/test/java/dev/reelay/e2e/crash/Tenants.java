package dev.reelay.e2e.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Tenants with money to spend, made through the operators' routes.
final class Tenants {
    /// @param key a live key
    /// @param webhookSecret that callbacks are signed with
    record Tenant(String id, String key, String webhookSecret) {}

    private Tenants() {}

    static List<Tenant> make(Gateway gateway, String adminToken, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> make(gateway, adminToken, "crash-" + number, "ultra"))
                .toList();
    }

    static Tenant make(Gateway gateway, String adminToken, String name, String plan) {
        try {
            var tenant =
                    ok(
                            gateway.post(
                                    "/admin/v1/tenants",
                                    adminToken,
                                    null,
                                    Map.of("name", name, "plan", plan)));
            var id = tenant.json().path("id").asText();
            var at = "/admin/v1/tenants/" + id;
            ok(
                    gateway.post(
                            at + "/grants",
                            adminToken,
                            "grant-" + name,
                            Map.of("credits", "1000000", "reason", "crash run")));
            var key =
                    ok(
                            gateway.post(
                                    at + "/keys",
                                    adminToken,
                                    null,
                                    Map.of("name", "crash", "mode", "live")));
            var live = key.json().path("key").asText();
            var secret = ok(gateway.get("/v1/webhooks/default/secret", live));
            return new Tenant(id, live, secret.json().path("secret").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Gateway.Answer ok(Gateway.Answer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException(answer.status() + " " + answer.json());
        }
        return answer;
    }
}
