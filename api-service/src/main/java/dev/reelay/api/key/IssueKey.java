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
    public record Issued(UUID id, String text) {
        @Override
        public String toString() {
            return "Issued " + id;
        }
    }

    /// Empty where the tenant has no such workspace, or has archived it.
    public Optional<Issued> issue(TenantId tenant, KeySettings settings) {
        return issue(tenant, settings, null);
    }

    /// @param countedAs of the key whose spending it adds to; null where it stands for itself
    Optional<Issued> issue(TenantId tenant, KeySettings settings, @Nullable UUID countedAs) {
        var key = ApiKey.next(settings.mode());
        var id = UUID.randomUUID();
        var counted = Objects.requireNonNullElse(countedAs, id);
        return ring.insert(tenant, id, counted, settings, key, hash.hash(key))
                ? Optional.of(new Issued(id, key.text()))
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
