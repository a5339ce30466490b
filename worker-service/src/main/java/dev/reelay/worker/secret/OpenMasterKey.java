package dev.reelay.worker.secret;

import dev.reelay.common.secret.MasterKey;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// The configured master key. A wrong one fails the start of whatever needs it.
final class OpenMasterKey {
    @Produces
    @Singleton
    MasterKey masterKey(MasterKeyConfig config) {
        return new MasterKey(config.key());
    }
}
