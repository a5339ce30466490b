package dev.reelay.api.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reelay.api.database.CurrentTenant;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.request.ClientAddress;
import dev.reelay.api.signin.Person;
import dev.reelay.api.signin.SignIn;
import dev.reelay.common.id.TenantId;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Tells who calls: by a key, or by the token of a member who signed in. An answer is remembered
/// for at most 30 s, and forgotten within about a second of a change of the key, its tenant or a
/// plan.
@Singleton
public final class IdentifyCaller {
    private static final Duration REMEMBERED = Duration.ofSeconds(30);
    private static final int MOST_REMEMBERED = 100_000;
    private static final String SCHEME = "Bearer ";

    private final PostgresKeys keys;
    private final HashKey hash;
    private final SignIn signIn;
    private final KeyUse use;
    private final LimitRequests limit;
    private final InstantSource clock;
    private final CurrentVertxRequest request;
    private final CurrentTenant current;

    /// By a key's hash, or by who a member is.
    private final Cache<Object, Optional<Caller>> known =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterWrite(REMEMBERED).build();

    IdentifyCaller(
            PostgresKeys keys,
            HashKey hash,
            SignIn signIn,
            KeyUse use,
            LimitRequests limit,
            InstantSource clock,
            CurrentVertxRequest request,
            CurrentTenant current) {
        this.keys = keys;
        this.hash = hash;
        this.signIn = signIn;
        this.use = use;
        this.limit = limit;
        this.clock = clock;
        this.request = request;
        this.current = current;
    }

    /// Throws {@link GatewayException} where the header holds no valid key or token, or one without
    /// the scope, or where its tenant sends more requests than its plan has.
    public Caller caller(@Nullable String authorization, Scope scope) {
        return counted(stillCaller(authorization, scope));
    }

    /// The same of a person who was identified before, as at the console.
    public Caller caller(Person person, Scope scope) {
        return counted(within(valid(member(person).filter(this::isLive)), scope));
    }

    /// The same whatever the key may do.
    public Caller caller(@Nullable String authorization) {
        return counted(valid(find(authorization)));
    }

    private Caller counted(Caller caller) {
        limit.count(caller, request.getCurrent());
        use.note(caller.key());
        return caller;
    }

    /// The same of a request that is being answered already: its key may have been revoked since.
    public Caller stillCaller(@Nullable String authorization, Scope scope) {
        return within(valid(find(authorization)), scope);
    }

    private static Caller within(Caller caller, Scope scope) {
        if (!caller.scopes().contains(scope)) {
            throw new GatewayException(new GatewayError.MissingScope(scope.word()));
        }
        return caller;
    }

    private Caller valid(Optional<Caller> found) {
        var caller = found.orElseThrow(() -> new GatewayException(new GatewayError.InvalidKey()));
        current.is(caller.tenant());
        return caller;
    }

    private Optional<Caller> find(@Nullable String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        var token = authorization.substring(SCHEME.length()).strip();
        return ApiKey.parse(token)
                .map(this::byKey)
                .orElseGet(() -> signIn.person(token).flatMap(this::member))
                .filter(this::isLive);
    }

    private Optional<Caller> byKey(ApiKey key) {
        var hashed = hash.hash(key);
        return known.get(ByteBuffer.wrap(hashed), _ -> keys.find(hashed));
    }

    /// Who has no role in a tenant may not even look.
    private Optional<Caller> member(Person person) {
        var least = new GatewayError.MissingScope(Scope.JOBS_READ.word());
        var member = Member.of(person).orElseThrow(() -> new GatewayException(least));
        return known.get(member, _ -> keys.find(member));
    }

    private boolean isLive(Caller caller) {
        return (caller.expiresAt() == null || caller.expiresAt().isAfter(clock.instant()))
                && caller.mayComeFrom(this::address);
    }

    private String address() {
        return ClientAddress.of(request.getCurrent());
    }

    /// Forgets keys and members at once in this process; who was nobody may be somebody now.
    void forget(Collection<UUID> keys) {
        if (!keys.isEmpty()) {
            var gone = Set.copyOf(keys);
            known.asMap()
                    .values()
                    .removeIf(caller -> caller.map(c -> gone.contains(c.key())).orElse(true));
        }
    }

    /// Forgets all keys at once in this process.
    public void forgetAll() {
        known.invalidateAll();
    }

    /// Forgets a tenant's keys at once in this process, so that they are asked for anew; whose
    /// workspace was archived may be somebody again.
    public void forget(TenantId tenant) {
        known.asMap()
                .values()
                .removeIf(caller -> caller.map(c -> c.tenant().equals(tenant)).orElse(true));
    }
}
