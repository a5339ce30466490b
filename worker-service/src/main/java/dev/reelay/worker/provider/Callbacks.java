package dev.reelay.worker.provider;

import dev.reelay.common.secret.CallbackToken;
import dev.reelay.common.secret.MasterKey;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The address that the provider of an attempt may call back, which the api serves and forwards as
/// a ring.
@Singleton
public class Callbacks {
    private final @Nullable String base;
    private final CallbackToken tokens;

    public Callbacks(PublicConfig config, MasterKey master) {
        base = config.url().map(url -> url.toString().replaceAll("/$", "")).orElse(null);
        tokens = new CallbackToken(master);
    }

    /// Null where this installation has no address for it.
    @Nullable URI of(String provider, UUID attempt) {
        return base == null
                ? null
                : URI.create(
                        "%s/callbacks/%s/%s"
                                .formatted(base, provider, tokens.of(provider, attempt)));
    }
}
