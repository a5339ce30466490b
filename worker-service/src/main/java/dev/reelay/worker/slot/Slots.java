package dev.reelay.worker.slot;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Room for executions, per tenant and per provider, shared by all workers.
public interface Slots {
    /// Sets how much may be at each provider at once.
    void allow(Map<String, Integer> slotsByProvider);

    /// Claims the next execution for one of these providers: the oldest that may start, of the
    /// tenant that had least for its weight. Empty where nothing waits or nothing has room.
    Optional<Claim> claimFairest(List<String> providers, Duration lease);

    /// Counts executions anew, repairs every counter that disagrees and says which did.
    List<String> recount();
}
