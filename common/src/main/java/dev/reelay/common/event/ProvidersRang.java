package dev.reelay.common.event;

import java.util.List;
import java.util.UUID;

/// On {@link Topics#PROVIDER_CALLBACKS}: providers have called back about these attempts. It says
/// that a look is worthwhile, nothing more; the timers find the same later.
public record ProvidersRang(List<UUID> attempts) {
    public ProvidersRang {
        attempts = List.copyOf(attempts);
    }
}
