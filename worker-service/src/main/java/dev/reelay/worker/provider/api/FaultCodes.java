package dev.reelay.worker.provider.api;

import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.SubmitAnswer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// An upstream's error codes by fault. A code that is not listed counts as the one it refines:
/// `InvalidParameter.Duration` as `InvalidParameter`.
public final class FaultCodes {
    private final Map<String, Fault> codes = new HashMap<>();

    public FaultCodes with(Fault fault, String... of) {
        for (var code : of) {
            codes.put(code, fault);
        }
        return this;
    }

    /// What a submit that was answered with a code means; by the status where the code says
    /// nothing.
    public SubmitAnswer refusal(String code, ApiAnswer answer) {
        return find(code)
                .map(fault -> fault.refusal(answer))
                .orElseGet(() -> Refusals.byStatus(answer));
    }

    /// What a task that failed with a code came to.
    ///
    /// @param words the upstream's own; empty where it had none
    public GaveUp verdict(String code, String words) {
        return find(code).orElse(Fault.UPSTREAM).verdict(words);
    }

    public Optional<Fault> find(String code) {
        var fault = codes.get(code);
        var dot = code.lastIndexOf('.');
        return fault != null || dot < 0 ? Optional.ofNullable(fault) : find(code.substring(0, dot));
    }
}
