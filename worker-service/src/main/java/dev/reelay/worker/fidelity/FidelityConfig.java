package dev.reelay.worker.fidelity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How far a provider's clip may differ from what was ordered.
@ConfigMapping(prefix = "reelay.fidelity")
public interface FidelityConfig {
    /// What follows where it differs by more: `record`, `refund-share` or `fail`.
    @WithDefault("record")
    Policy policy();

    /// By how much a clip may be shorter or longer; upstreams seldom render whole seconds.
    @WithDefault("500ms")
    Duration duration();

    /// By how many percent a picture may have fewer pixels: the next lower resolution has less than
    /// half, while upstreams round sides to what their encoder takes.
    @WithDefault("25")
    int smaller();

    enum Policy {
        /// It is delivered and paid; tenant and operator see it.
        RECORD,
        /// The same, and of one that is too short only the delivered seconds are paid.
        REFUND_SHARE,
        /// One that is too short, too small or silent is not delivered and not paid.
        FAIL
    }
}
