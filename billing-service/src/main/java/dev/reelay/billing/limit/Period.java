package dev.reelay.billing.limit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// For how long a spend limit counts. Days and months begin at midnight, UTC.
public enum Period {
    @JsonProperty("day")
    DAY,
    @JsonProperty("month")
    MONTH,
    /// For as long as there is the key or the workspace.
    @JsonProperty("total")
    TOTAL;

    static Period of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
