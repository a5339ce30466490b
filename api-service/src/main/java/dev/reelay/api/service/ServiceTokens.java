package dev.reelay.api.service;

import io.smallrye.jwt.util.KeyUtils;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.InstantSource;

/// Makes the tokens that internal routes ask for. Throws `IllegalStateException` at start where the
/// key file is no RSA key.
@Singleton
public final class ServiceTokens {
    private final PrivateKey key;
    private final InstantSource clock;

    ServiceTokens(ServiceTokenConfig config, InstantSource clock) {
        this.key = read(config.key());
        this.clock = clock;
    }

    /// @param audience the service's name, e.g. `billing-service`; it takes no other's token
    public ServiceToken to(String audience) {
        return new ServiceToken(key, audience, clock);
    }

    private static PrivateKey read(Path file) {
        try {
            return KeyUtils.decodePrivateKey(Files.readString(file), ServiceToken.ALGORITHM);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "REELAY_SERVICE_TOKEN_KEY must be a PEM file with a PKCS#8 RSA key, "
                            + file
                            + " is not: "
                            + e.getClass().getSimpleName());
        }
    }
}
