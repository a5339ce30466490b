package dev.reelay.e2e.crash;

import dev.reelay.local.Home;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What a cluster is made of.
///
/// @param settings of the services that are not as in production
/// @param links by which its processes talk to each other; closed with it
/// @param hasUpstreams whether providers are played by the simulator
/// @param services where the services' jars and models are from at the first start
record Setup(
        Cluster.Shape shape,
        Map<String, String> settings,
        Links links,
        boolean hasUpstreams,
        Home services) {
    /// What was built here.
    static final Home HOME =
            new Home(Path.of(System.getProperty("reelay.home", "..")).toAbsolutePath().normalize());

    /// So that what heals does so within a test.
    private static final Map<String, String> SHORTER_WAITS =
            Map.ofEntries(
                    Map.entry("REELAY_EXECUTION_LEASE", "5s"),
                    Map.entry("REELAY_EXECUTION_SUBMIT_LIMIT", "3s"),
                    Map.entry("REELAY_EXECUTION_RECONCILE_EACH", "1s"),
                    Map.entry("REELAY_EXECUTION_SETTLE_AFTER", "10s"),
                    Map.entry("REELAY_EXECUTION_FILE_RETRY", "1s"),
                    Map.entry("REELAY_SANDBOX_LEASE", "5s"),
                    Map.entry("REELAY_WEBHOOK_LEASE", "5s"),
                    Map.entry("REELAY_WEBHOOK_LIMIT", "3s"),
                    Map.entry("REELAY_WEBHOOK_TIME_SCALE", "0.2"),
                    // Here renderers die all the time; that is not their clips' fault.
                    Map.entry("REELAY_SANDBOX_MOST_CRASHES", "100"),
                    Map.entry("REELAY_SUBMISSION_ABANDONED_AFTER", "12s"),
                    // So small that a clip of a second goes as an upload of one part.
                    Map.entry("REELAY_ASSET_PART", "1024"));

    /// With shorter waits, without links, and with the sandbox as the only provider.
    static Setup of(Cluster.Shape shape) {
        return new Setup(shape, SHORTER_WAITS, Links.none(), false, HOME);
    }

    /// With all waits and sizes as in production.
    Setup asInProduction() {
        return new Setup(shape, Map.of(), links, hasUpstreams, services);
    }

    Setup with(Map<String, String> more) {
        var all = new HashMap<>(settings);
        all.putAll(more);
        return new Setup(shape, all, links, hasUpstreams, services);
    }

    Setup over(Links links) {
        return new Setup(shape, settings, links, hasUpstreams, services);
    }

    Setup withUpstreams() {
        return new Setup(shape, settings, links, true, services);
    }

    Setup startingWith(Home services) {
        return new Setup(shape, settings, links, hasUpstreams, services);
    }
}
