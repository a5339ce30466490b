package dev.reelay.api.key;

import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes and revokes keys.
@Singleton
public final class IssueKey {
    private final PostgresKeys keys;
    private final PostgresKeyRing ring;
    private final HashKey hash;
    private final IdentifyCaller callers;

    IssueKey(PostgresKeys keys, PostgresKeyRing ring, HashKey hash, IdentifyCaller callers) {
        this.keys = keys;
        this.ring = ring;
        this.hash = hash;
        this.callers = callers;
    }

    /// A key that was just made; its text is never seen again.
    ///
    /// @param replayed an equal request made it before
    public record Issued(UUID id, String text, boolean replayed) {
        @Override
        public String toString() {
            return "Issued " + id;
        }
    }

    /// Empty where the tenant has no such workspace, or has archived it.
    public Optional<Issued> issue(TenantId tenant, KeySettings settings) {
        return issue(tenant, settings, NewKey.random(settings.mode()), null);
    }

    /// A key of the same id is the same key.
    ///
    /// @param countedAs of the key whose spending it adds to; null where it stands for itself
    Optional<Issued> issue(
            TenantId tenant, KeySettings settings, NewKey made, @Nullable UUID countedAs) {
        var key = made.key();
        var counted = Objects.requireNonNullElse(countedAs, made.id());
        return ring.insert(tenant, made.id(), counted, settings, key, hash.hash(key))
                        || ring.find(tenant, made.id()).isPresent()
                ? Optional.of(new Issued(made.id(), key.text(), false))
                : Optional.empty();
    }

    /// False where the tenant has no such key. Here it is refused from now on, in other replicas
    /// within about a second.
    public boolean revoke(TenantId tenant, UUID key) {
        var known = keys.revoke(tenant, key);
        callers.forget(List.of(key));
        return known;
    }
}
