package dev.reelay.worker.role;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/// Leaves the topics of other roles unread: a consumer that joins its group and does nothing would
/// keep records from those that work.
public final class RoleChannels implements ConfigSourceFactory {
    private static final int ABOVE_APPLICATION_PROPERTIES = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        var roles = context.getValue("reelay.roles").getValue();
        var off =
                Arrays.stream(Role.values())
                        .filter(role -> !has(roles, role))
                        .flatMap(role -> role.channels().stream())
                        .collect(
                                Collectors.toMap(
                                        "mp.messaging.incoming.%s.enabled"::formatted,
                                        _ -> "false"));
        return List.of(source(off));
    }

    private static ConfigSource source(Map<String, String> off) {
        return new PropertiesConfigSource(off, "channels of roles", ABOVE_APPLICATION_PROPERTIES);
    }

    /// All where nothing is said, as {@link Roles} has it.
    private static boolean has(@Nullable String roles, Role role) {
        return roles == null
                || Arrays.stream(roles.split(","))
                        .map(one -> one.strip().toUpperCase(Locale.ROOT))
                        .anyMatch(role.name()::equals);
    }
}
