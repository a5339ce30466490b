package dev.reelay.worker.egress;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/// Egress as it is configured, on the machine's own names.
public final class EgressBench {
    private EgressBench() {}

    /// One that may call this machine.
    public static Egress toLoopback() {
        return withSystemNames(Map.of("reelay.egress.loopback", "true"));
    }

    /// As it is deployed.
    public static Egress toPublic() {
        return withSystemNames(Map.of());
    }

    private static Egress withSystemNames(Map<String, String> settings) {
        var config = config(settings);
        return new Egress(config, new SystemLookup(config));
    }

    static EgressConfig config(Map<String, String> settings) {
        var builder =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(EgressConfig.class);
        settings.forEach(builder::withDefaultValue);
        return builder.build().getConfigMapping(EgressConfig.class);
    }
}
