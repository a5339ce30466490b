package dev.reelay.e2e.crash;

import dev.reelay.local.Home;
import java.nio.file.Path;
import java.util.Map;

/// What a cluster is made of.
///
/// @param waits settings of the services, in place of the usual ones of a cluster
/// @param links by which its processes talk to each other; closed with it
/// @param hasUpstreams whether providers are played by the simulator
/// @param services where the services' jars and models are from at the first start
record Setup(
        Cluster.Shape shape,
        Map<String, String> waits,
        Links links,
        boolean hasUpstreams,
        Home services) {
    /// What was built here.
    static final Home HOME =
            new Home(Path.of(System.getProperty("reelay.home", "..")).toAbsolutePath().normalize());

    /// Without links, and with the sandbox as the only provider.
    static Setup of(Cluster.Shape shape) {
        return new Setup(shape, Map.of(), Links.none(), false, HOME);
    }

    Setup with(Map<String, String> waits) {
        return new Setup(shape, waits, links, hasUpstreams, services);
    }

    Setup over(Links links) {
        return new Setup(shape, waits, links, hasUpstreams, services);
    }

    Setup withUpstreams() {
        return new Setup(shape, waits, links, true, services);
    }

    Setup startingWith(Home services) {
        return new Setup(shape, waits, links, hasUpstreams, services);
    }
}
