package dev.reelay.billing.limit;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Who below the tenant may have spend limits.
public enum Spender {
    @JsonProperty("key")
    KEY,
    @JsonProperty("workspace")
    WORKSPACE
}
