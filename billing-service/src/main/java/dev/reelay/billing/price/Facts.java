package dev.reelay.billing.price;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.catalogue.Resolution;
import org.jspecify.annotations.Nullable;

/// What a job's price depends on, as the api read it from canonical fields. Throws
/// `IllegalArgumentException` for facts that no job can have.
///
/// @param seconds length of each output
/// @param resolution named tier; where absent, the tier that holds the size
/// @param outputs how many clips are asked for
/// @param ownAccount whether the tenant's own account at an upstream renders; no where absent
public record Facts(
        String model,
        Mode mode,
        int seconds,
        @Nullable String resolution,
        int width,
        int height,
        boolean audio,
        @Nullable String quality,
        @JsonProperty("n") int outputs,
        @JsonProperty("own_account") @Nullable Boolean ownAccount) {
    private static final int LONGEST = 86_400;
    private static final int MOST_OUTPUTS = 100;

    @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
    public Facts {
        refuseUnless(model != null && !model.isBlank() && model.length() <= 100, "model");
        refuseUnless(mode != null, "mode");
        refuseUnless(seconds >= 1 && seconds <= LONGEST, "seconds");
        refuseUnless(outputs >= 1 && outputs <= MOST_OUTPUTS, "n");
        refuseUnless(
                resolution != null
                        ? Resolution.named(resolution).isPresent()
                        : width > 0 && height > 0,
                "resolution");
    }

    private static void refuseUnless(boolean possible, String field) {
        if (!possible) {
            throw new IllegalArgumentException("facts." + field + " is missing or impossible");
        }
    }

    /// Whether the tenant pays an upstream for it by itself.
    public boolean onOwnAccount() {
        return Boolean.TRUE.equals(ownAccount);
    }

    /// The tier that is paid for.
    public Resolution tier() {
        return resolution == null
                ? Resolution.holding(new FrameSize(width, height))
                : Resolution.named(resolution).orElseThrow();
    }
}
