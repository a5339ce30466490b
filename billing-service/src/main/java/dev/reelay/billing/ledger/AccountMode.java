package dev.reelay.billing.ledger;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Which of a tenant's two accounts is meant. Test credits cost nobody anything and are kept in the
/// same ledger.
public enum AccountMode {
    LIVE,
    TEST;

    /// Throws `IllegalArgumentException` for any other word than `live` and `test`.
    @JsonCreator
    public static AccountMode of(String word) {
        return switch (word) {
            case "live" -> LIVE;
            case "test" -> TEST;
            default -> throw new IllegalArgumentException("mode is live or test");
        };
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
