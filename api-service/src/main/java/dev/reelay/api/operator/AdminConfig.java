package dev.reelay.api.operator;

import io.smallrye.config.ConfigMapping;

/// Who may operate.
@ConfigMapping(prefix = "reelay.admin")
public interface AdminConfig {
    /// The bearer token of the operators' API.
    String token();
}
