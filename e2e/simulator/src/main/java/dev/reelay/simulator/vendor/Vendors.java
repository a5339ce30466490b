package dev.reelay.simulator.vendor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/// All vendors, in the order of their ports.
public final class Vendors {
    private static final List<Function<World, Wire>> WIRES =
            List.of(
                    OpenAiVideos::new,
                    Kling::new,
                    MiniMax::new,
                    Vidu::new,
                    ByteDance::new,
                    Alibaba::new,
                    Jimeng::new,
                    Google::new,
                    Kie::new,
                    Fal::new,
                    Replicate::new);

    private Vendors() {}

    /// Opens their ports.
    ///
    /// @param firstPort of consecutive ones; 0 for any that are free
    public static SequencedMap<String, Vendor> open(World world, int firstPort) {
        var all = new LinkedHashMap<String, Vendor>();
        for (var each : WIRES) {
            var wire = each.apply(world);
            var port = firstPort == 0 ? 0 : firstPort + all.size();
            all.put(wire.desk().name(), new Vendor(wire, port));
        }
        return all;
    }
}
