package dev.reelay.billing.limit;

import dev.reelay.common.credit.Credits;
import java.util.Map;
import java.util.UUID;

/// What a key or a workspace may spend.
///
/// @param id under which it is counted
/// @param most in each period that has a limit; what is held counts as spent
public record Budget(Spender of, UUID id, Map<Period, Credits> most) {
    public Budget {
        most = Map.copyOf(most);
    }
}
