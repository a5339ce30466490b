package dev.reelay.worker.account;

import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.AccountRefused;
import dev.reelay.worker.provider.SubmitAnswer.Busy;
import dev.reelay.worker.provider.SubmitAnswer.Later;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;
import dev.reelay.worker.slot.Slots;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Closes an account for a while after an answer that says more of the account or the upstream than
/// of the job, and opens it again after one that shows it at work. One that was too busy has fewer
/// slots for a while. What a tenant asked for can close nothing.
@Singleton
public class AccountHealth {
    private static final Duration BUSY = Duration.ofSeconds(2);
    private static final Duration AWAY = Duration.ofSeconds(5);
    private static final Duration REFUSED = Duration.ofMinutes(5);

    private final Slots slots;

    /// What this worker closed, or saw closed: only these are worth a statement to open them.
    private final Set<String> closed = ConcurrentHashMap.newKeySet();

    public AccountHealth(Slots slots) {
        this.slots = slots;
    }

    /// An account whose next submit shows whether it works again.
    public void onTrial(String account) {
        closed.add(account);
    }

    /// What an attempt's answer says of its account.
    public void note(String account, SubmitAnswer answer) {
        switch (answer) {
            case Accepted _, Refused _ -> {
                if (closed.remove(account)) {
                    slots.open(account);
                }
            }
            case AccountRefused(var why) -> close(account, REFUSED, why);
            case Later later -> {
                close(account, Objects.requireNonNullElse(later.retryAfter(), BUSY), later.why());
                if (later instanceof Busy) {
                    slots.narrow(account);
                }
            }
            case Unknown(var why) -> close(account, AWAY, why);
        }
    }

    private void close(String account, Duration wait, String why) {
        closed.add(account);
        slots.close(account, wait, why);
    }
}
