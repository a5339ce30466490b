package dev.reelay.api.key;

import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes and revokes keys.
@Singleton
public final class IssueKey {
    private final PostgresKeys keys;
    private final HashKey hash;
    private final IdentifyCaller callers;

    IssueKey(PostgresKeys keys, HashKey hash, IdentifyCaller callers) {
        this.keys = keys;
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

    /// Empty where there is no such tenant.
    ///
    /// @param dialect what the key speaks where the path does not tell
    public Optional<Issued> issue(
            TenantId tenant,
            String name,
            KeyMode mode,
            Set<Scope> scopes,
            @Nullable String dialect) {
        var key = ApiKey.next(mode);
        var id = UUID.randomUUID();
        return keys.insert(tenant, id, name, key, hash.hash(key), scopes, dialect)
                ? Optional.of(new Issued(id, key.text()))
                : Optional.empty();
    }

    /// False where the tenant has no such key. Here it is refused from now on, in other replicas
    /// within 30 s.
    public boolean revoke(TenantId tenant, UUID key) {
        var known = keys.revoke(tenant, key);
        callers.forget(key);
        return known;
    }
}
