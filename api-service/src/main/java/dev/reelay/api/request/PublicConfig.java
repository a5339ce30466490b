package dev.reelay.api.request;

import io.smallrye.config.ConfigMapping;
import java.net.URI;

/// How the outside reaches this service.
@ConfigMapping(prefix = "reelay.public")
public interface PublicConfig {
    /// Base of the links in answers, e.g. `http://localhost:8080`.
    URI url();

    /// Whether nobody on the way can read what is sent.
    default boolean isSecure() {
        return "https".equals(url().getScheme());
    }

    /// The same without a slash at its end.
    default String base() {
        var url = url().toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
