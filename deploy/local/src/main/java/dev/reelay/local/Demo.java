package dev.reelay.local;

import dev.reelay.parts.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// The tenant that the local start makes, with money to spend.
///
/// @param tenant its id
/// @param liveKey spends the granted credits
/// @param testKey spends test credits
/// @param webhookSecret verifies the callbacks of its jobs
record Demo(String tenant, String liveKey, String testKey, String webhookSecret) {
    private static final List<String> KEPT =
            List.of("tenant", "live_key", "test_key", "webhook_secret");
    private static final String CREDITS = "1000";
    private static final String SECRET = "/v1/webhooks/default/secret";

    /// The demo tenant as it was made before.
    static Optional<Demo> known(Installation installation) {
        var kept = read(file(installation));
        return kept.keySet().containsAll(KEPT) ? Optional.of(of(kept)) : Optional.empty();
    }

    /// The same. Throws {@link Refusal} where there is none yet.
    static Demo required(Installation installation) {
        return known(installation)
                .orElseThrow(() -> new Refusal("nothing was started yet: ./reelay up"));
    }

    private static Demo of(Properties kept) {
        return new Demo(
                kept.getProperty("tenant"),
                kept.getProperty("live_key"),
                kept.getProperty("test_key"),
                kept.getProperty("webhook_secret"));
    }

    /// The demo tenant; made at the first start. Each step is kept as soon as it is done, so a
    /// start that died half way goes on from there.
    static Demo ensure(Installation installation) {
        var known = known(installation);
        if (known.isPresent()) {
            return known.get();
        }
        try (var admin = new Api(installation.url(), installation.adminToken())) {
            make(file(installation), admin);
        }
        var file = file(installation);
        var kept = read(file);
        try (var tenant = new Api(installation.url(), kept.getProperty("live_key"))) {
            var secret = tenant.get(SECRET).path("secret").asText();
            keep(file, kept, "webhook_secret", secret);
        }
        return of(kept);
    }

    /// What its callbacks are signed with now: it may have been rotated since. As it was kept where
    /// the api does not answer.
    String webhookSecretNow(Installation installation) {
        try (var tenant = new Api(installation.url(), liveKey)) {
            var secret = tenant.get(SECRET).path("secret").asText();
            if (!secret.equals(webhookSecret)) {
                var file = file(installation);
                keep(file, read(file), "webhook_secret", secret);
            }
            return secret;
        } catch (Refusal e) {
            return webhookSecret;
        }
    }

    private static void make(Path file, Api admin) {
        var kept = read(file);
        if (!kept.containsKey("tenant")) {
            var tenant =
                    admin.post("/admin/v1/tenants", null, Map.of("name", "demo", "plan", "ultra"));
            keep(file, kept, "tenant", tenant.path("id").asText());
        }
        var tenant = "/admin/v1/tenants/" + kept.getProperty("tenant");
        admin.post(
                tenant + "/grants",
                "demo-credits",
                Map.of("credits", CREDITS, "reason", "local start"));
        for (var mode : new String[] {"test", "live"}) {
            if (!kept.containsKey(mode + "_key")) {
                var key = admin.post(tenant + "/keys", null, Map.of("name", "demo", "mode", mode));
                keep(file, kept, mode + "_key", key.path("key").asText());
            }
        }
    }

    private static Path file(Installation installation) {
        return installation.data().resolve("secrets").resolve("demo.properties");
    }

    private static Properties read(Path file) {
        var kept = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                kept.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return kept;
    }

    private static void keep(Path file, Properties kept, String name, String value) {
        kept.setProperty(name, value);
        try {
            var text = new java.io.StringWriter();
            kept.store(text, null);
            Secrets.write(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
