package dev.reelay.api.operator;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/// Who may operate.
@ConfigMapping(prefix = "reelay.admin")
public interface AdminConfig {
    /// The bearer token of the operators' API; none where operators sign in only.
    Optional<String> token();
}
