package dev.reelay.api.credit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec;
import org.jspecify.annotations.Nullable;

/// All of a job that its price may depend on.
///
/// @param ownAccount true where the tenant's own account renders it, else null
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Facts(
        String model,
        Mode mode,
        int seconds,
        String resolution,
        int width,
        int height,
        boolean audio,
        @Nullable String quality,
        int n,
        @JsonProperty("own_account") @Nullable Boolean ownAccount) {
    public static Facts of(JobSpec spec) {
        return new Facts(
                spec.model(),
                spec.mode(),
                spec.seconds(),
                spec.resolution(),
                spec.width(),
                spec.height(),
                spec.audio(),
                spec.quality(),
                spec.outputs(),
                spec.onOwnAccount() ? true : null);
    }
}
