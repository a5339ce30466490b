package dev.reelay.worker.provider.api;

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

    public Optional<Fault> find(String code) {
        var fault = codes.get(code);
        var dot = code.lastIndexOf('.');
        return fault != null || dot < 0 ? Optional.ofNullable(fault) : find(code.substring(0, dot));
    }
}
