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
public final class Simulator extends ProcessPart {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_GRACE = Duration.ofSeconds(5);

    /// Those of the vendors that worker-service has an adapter for.
    public static final List<String> PROVIDERS =
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
    private final String filesUrl;

    /// @param port the control's; those after it are the files' and the vendors'
    /// @param folder where the process and its clips are kept
    Simulator(int port, Path jar, Path folder, Path logFile) {
        this(port, jar, folder, logFile, "http://127.0.0.1:" + filesPort(port));
    }

    /// @param filesUrl where the vendors say that their files are: the files' port, or what leads
    ///   there
    public Simulator(int port, Path jar, Path folder, Path logFile, String filesUrl) {
        super("simulator", port, folder.resolve("simulator"), logFile, STOP_GRACE);
        this.jar = jar;
        this.filesUrl = filesUrl;
        clips = folder.resolve("simulator-clips");
    }

    /// Where the files are, beside this control.
    public static int filesPort(int port) {
        return port + 1;
    }

    /// The control's base URL.
    public String url() {
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
                                    "--files-url",
                                    filesUrl,
                                    "--folder",
                                    clips.toString())),
                    Map.of(),
                    START_LIMIT,
                    ready::isSo);
        }
    }

    /// An account at every vendor: by its name, what `PUT /admin/v1/accounts/{name}` takes.
    public Map<String, Map<String, ?>> accounts() {
        try (var control = new Api(url(), "")) {
            var vendors = control.get("/accounts").path("vendors");
            var accounts = new TreeMap<String, Map<String, ?>>();
            for (var provider : PROVIDERS) {
                accounts.put("simulated-" + provider, account(provider, vendors.path(provider)));
            }
            return accounts;
        }
    }

    private static Map<String, ?> account(String provider, JsonNode vendor) {
        return Map.of(
                "provider",
                provider,
                "base_url",
                vendor.path("baseUrl").asText(),
                "secrets",
                secrets(vendor.path("credentials")),
                "settings",
                SETTINGS.getOrDefault(provider, Map.of()),
                "slots",
                20);
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
