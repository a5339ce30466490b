package dev.reelay.api.dialect;

import io.smallrye.config.ConfigMapping;
import java.net.URI;

/// How the outside reaches this service.
@ConfigMapping(prefix = "reelay.public")
public interface PublicConfig {
    /// Base of the links in answers, e.g. `http://localhost:8080`.
    URI url();
}
