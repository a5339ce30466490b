package dev.reelay.common.event;

import java.util.List;
import java.util.UUID;

/// These notices are in the event log, on {@link Topics#TENANT_NOTICES_STORED}; ids of other owners
/// mean nothing to a service.
public record NoticesStored(List<UUID> notices) {
    public NoticesStored {
        notices = List.copyOf(notices);
    }
}
