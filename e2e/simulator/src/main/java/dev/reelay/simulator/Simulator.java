package dev.reelay.simulator;

import dev.reelay.simulator.callback.Callbacks;
import dev.reelay.simulator.clip.Clips;
import dev.reelay.simulator.clip.Inputs;
import dev.reelay.simulator.http.Server;
import dev.reelay.simulator.rule.Rules;
import dev.reelay.simulator.task.Links;
import dev.reelay.simulator.task.SimulatedTime;
import dev.reelay.simulator.vendor.Cdn;
import dev.reelay.simulator.vendor.Vendor;
import dev.reelay.simulator.vendor.Vendors;
import dev.reelay.simulator.vendor.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// All vendors, their files and the control, each on a port of its own of this machine. Tasks live
/// as long as it runs; credentials are the same at every start.
public final class Simulator implements AutoCloseable {
    private final Rules rules = new Rules();
    private final SimulatedTime time = new SimulatedTime();
    private final Inputs inputs = new Inputs();
    private final Callbacks callbacks = new Callbacks(rules, time);
    private final SequencedMap<String, SimulatedVendor> vendors = new LinkedHashMap<>();
    private final Map<String, Vendor> open = new LinkedHashMap<>();
    private final Server files;
    private final Server control;

    private Simulator(int controlPort, Path folder, @Nullable String filesUrl) {
        files = new Server(after(controlPort, 1), new Cdn(open));
        var links = new Links(Objects.requireNonNullElse(filesUrl, files.url()), time);
        var clips = new Clips(folder);
        var world = new World(rules, time, clips, inputs, links, callbacks);
        open.putAll(Vendors.open(world, after(controlPort, 2)));
        open.forEach(
                (name, vendor) -> vendors.put(name, new SimulatedVendor(vendor, time, callbacks)));
        rules.onChange(() -> open.values().forEach(Vendor::follow));
        control = new Server(controlPort, new Control(this));
    }

    /// Takes free ports, and keeps clips in the machine's folder for such things.
    public static Simulator start() {
        var name = "reelay-simulator-" + System.getProperty("user.name");
        return start(0, Path.of(System.getProperty("java.io.tmpdir"), name));
    }

    /// @param controlPort 0 for free ports; otherwise the files' port is the next one, and the
    ///   vendors' are those after it
    /// @param folder for clips; several may share it
    public static Simulator start(int controlPort, Path folder) {
        return start(controlPort, folder, null);
    }

    /// @param filesUrl where answers say that the files are, if a proxy leads there
    public static Simulator start(int controlPort, Path folder, @Nullable String filesUrl) {
        return new Simulator(controlPort, folder, filesUrl);
    }

    private static int after(int controlPort, int places) {
        return controlPort == 0 ? 0 : controlPort + places;
    }

    /// @throws IllegalArgumentException where there is no such vendor
    public SimulatedVendor vendor(String name) {
        var vendor = vendors.get(name);
        if (vendor == null) {
            throw new IllegalArgumentException(name + " is none of " + vendors.keySet());
        }
        return vendor;
    }

    public Collection<SimulatedVendor> vendors() {
        return vendors.values();
    }

    public Rules rules() {
        return rules;
    }

    public String controlUrl() {
        return control.url();
    }

    public String filesUrl() {
        return files.url();
    }

    /// Moves the time of tasks, links and records forward; signatures are judged by the true time.
    public void advance(Duration by) {
        time.advance(by);
        callbacks.lookAgain();
    }

    /// Ends every request and message that is under way.
    @Override
    public void close() {
        open.values().forEach(Vendor::close);
        files.close();
        control.close();
        callbacks.close();
        inputs.close();
    }
}
