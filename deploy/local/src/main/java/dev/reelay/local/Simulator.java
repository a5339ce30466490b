package dev.reelay.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.parts.JavaCommand;
import dev.reelay.parts.ProcessPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The program that plays the upstream providers, as a process of its own, and the accounts that
/// the demo has there.
final class Simulator extends ProcessPart {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_GRACE = Duration.ofSeconds(5);

    /// Those of the vendors that worker-service has an adapter for.
    static final List<String> PROVIDERS =
            List.of(
                    "alibaba",
                    "bytedance",
                    "fal",
                    "google",
                    "jimeng",
                    "kie",
                    "kling",
                    "minimax",
                    "openai-videos",
                    "replicate",
                    "vidu");

    private static final Set<String> SECRETS =
            Set.of(
                    "api_key",
                    "access_key",
                    "secret_key",
                    "client_email",
                    "private_key",
                    "private_key_id",
                    "project_id");

    /// What an adapter asks for besides.
    private static final Map<String, Map<String, String>> SETTINGS =
            Map.of("google", Map.of("bucket", "gs://dummy-bucket/clips"));

    private final Path jar;
    private final Path clips;

    /// @param port the control's; those after it are the files' and the vendors'
    /// @param folder where the process and its clips are kept
    Simulator(int port, Path jar, Path folder, Path logFile) {
        super("simulator", port, folder.resolve("simulator"), logFile, STOP_GRACE);
        this.jar = jar;
        clips = folder.resolve("simulator-clips");
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void start() {
        try (var ready = new Ready(port, "/health")) {
            process.start(
                    JavaCommand.ofJar(
                            process.mark(),
                            List.of("-Xmx128m", "-XX:+UseSerialGC"),
                            jar,
                            List.of(
                                    "--control-port",
                                    String.valueOf(port),
                                    "--folder",
                                    clips.toString())),
                    Map.of(),
                    START_LIMIT,
                    ready::isSo);
        }
    }

    /// Enters an account at every vendor, by the admin API; one that is there is set anew.
    void enterAccounts(Api admin) {
        try (var control = new Api(url(), "")) {
            var vendors = control.get("/accounts").path("vendors");
            for (var provider : PROVIDERS) {
                var vendor = vendors.path(provider);
                admin.put(
                        "/admin/v1/accounts/simulated-" + provider,
                        Map.of(
                                "provider",
                                provider,
                                "base_url",
                                vendor.path("baseUrl").asText(),
                                "secrets",
                                secrets(vendor.path("credentials")),
                                "settings",
                                SETTINGS.getOrDefault(provider, Map.of()),
                                "slots",
                                20));
            }
        }
    }

    private static Map<String, String> secrets(JsonNode credentials) {
        var all = new TreeMap<String, String>();
        for (var name : SECRETS) {
            if (credentials.has(name)) {
                all.put(name, credentials.path(name).asText());
            }
        }
        return all;
    }
}
