package dev.reelay.worker.provider;

import dev.reelay.common.event.JobSpec;
import dev.reelay.common.secret.CallbackToken;
import dev.reelay.common.secret.MasterKey;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Attempts with the address that their provider may call back, which the api serves and forwards
/// as a ring.
@Singleton
public class Callbacks {
    private final @Nullable String base;
    private final CallbackToken tokens;

    public Callbacks(PublicConfig config, MasterKey master) {
        base = config.url().map(url -> url.toString().replaceAll("/$", "")).orElse(null);
        tokens = new CallbackToken(master);
    }

    public SubmitAttempt attempt(UUID id, JobSpec spec, int output, String provider, String model) {
        return new SubmitAttempt(id, spec, output, model, callback(provider, id));
    }

    private @Nullable URI callback(String provider, UUID attempt) {
        return base == null
                ? null
                : URI.create(
                        "%s/callbacks/%s/%s"
                                .formatted(base, provider, tokens.of(provider, attempt)));
    }
}
