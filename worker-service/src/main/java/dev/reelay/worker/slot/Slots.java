package dev.reelay.worker.slot;

import dev.reelay.worker.provider.UsableAccounts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Room for executions, per tenant and per account at a provider, shared by all workers.
public interface Slots {
    /// Sets how much may be at an account at once.
    void allow(String account, String provider, int most);

    /// Claims the next execution for one of these accounts: the oldest that may start, of the
    /// tenant that had least of its provider's slots for its weight. Empty where nothing waits or
    /// nothing has room.
    Optional<Claim> claimFairest(UsableAccounts accounts, Duration lease);

    /// Lets nothing more be claimed for an account for a while; after it, one claim is a trial.
    ///
    /// @param why for the operator
    void close(String account, Duration wait, String why);

    /// Takes some of an account's slots away, because the upstream was too busy. They come back one
    /// by one. See {@link AccountSql}.
    void narrow(String account);

    /// Lets claims go on. False where the account was open.
    boolean open(String account);

    /// Counts executions anew, repairs every counter that disagrees and says which did.
    List<String> recount();
}
