package dev.reelay.e2e.crash;

import dev.reelay.e2e.SimulatorControl;
import dev.reelay.e2e.SimulatorControl.Billed;
import dev.reelay.e2e.SimulatorControl.Prompt;
import dev.reelay.local.Home;
import dev.reelay.local.Simulator;
import dev.reelay.parts.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The upstream providers of a run: the simulator as a process of its own, each vendor and the
/// files behind a link. It is never killed, for its books are what the run is judged by.
final class Upstreams {
    /// By what name the links are called.
    static final String CALLED = "upstreams";

    /// What one clip of a model costs, in millionths of a credit: the catalogue's price of a second
    /// times four, which is what the dialect means where nothing is said, or the next longer that
    /// the model makes. There is one for each way to look for a lost submit: by our own id, in a
    /// list, and not at all.
    static final Map<String, Long> PRICES =
            new TreeMap<>(
                    Map.of(
                            "kling-v3", 32_000_000L,
                            "sora-2", 40_000_000L,
                            "viduq3-turbo", 20_000_000L,
                            "bytedance/seedance-1.5-pro", 14_000_000L,
                            "alibaba/wan-2.6", 30_000_000L));

    /// What the catalogue lets the services use.
    static final String PROVIDERS = "sandbox," + String.join(",", Simulator.PROVIDERS);

    private static final int USUAL_SLOTS = 20;

    private final Simulator simulator;
    private final Links links;

    /// @param port the first of those that it takes
    Upstreams(Home home, int port, Path folder, Path log, Links links) {
        this.links = links;
        var files = links.upstream("workers to files", Simulator.filesPort(port));
        simulator = new Simulator(port, home.simulator(), folder, log, "http://127.0.0.1:" + files);
    }

    Part process() {
        return simulator;
    }

    /// Gives the operator an account at each of them, behind a link.
    void enterAccounts(Gateway gateway, String adminToken) {
        enterAccounts(gateway, adminToken, USUAL_SLOTS);
    }

    void enterAccounts(Gateway gateway, String adminToken, int slots) {
        simulator
                .accounts()
                .forEach(
                        (name, account) -> {
                            var linked = new HashMap<String, Object>(account);
                            linked.put("slots", slots);
                            linked.computeIfPresent("base_url", (_, url) -> linked(name, url));
                            enter(gateway, adminToken, name, linked);
                        });
    }

    private String linked(String name, Object url) {
        var address = URI.create(String.valueOf(url));
        var port = links.upstream("workers to " + name, address.getPort());
        return "http://127.0.0.1:" + port + address.getRawPath();
    }

    private static void enter(
            Gateway gateway, String adminToken, String name, Map<String, ?> account) {
        try {
            var answer = gateway.put("/admin/v1/accounts/" + name, adminToken, account);
            if (answer.status() >= 300) {
                throw new IllegalStateException(name + ": " + answer.json());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Their control's base URL.
    String url() {
        return simulator.url();
    }

    /// What they have in their books, by prompt.
    Map<Prompt, List<Billed>> bill() {
        try (var control = new SimulatorControl(simulator.url())) {
            return control.bill();
        }
    }
}
