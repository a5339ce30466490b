package dev.reelay.api.key;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a tenant does with its keys. A key gives no other more than it has itself.
@Singleton
public final class ManageKeys {
    private static final int MOST_LIVE = 100;

    private final PostgresKeyRing ring;
    private final IssueKey issue;
    private final HashKey hash;
    private final IdentifyCaller callers;
    private final MakeOnce once;

    ManageKeys(
            PostgresKeyRing ring,
            IssueKey issue,
            HashKey hash,
            IdentifyCaller callers,
            MakeOnce once) {
        this.ring = ring;
        this.issue = issue;
        this.once = once;
        this.hash = hash;
        this.callers = callers;
    }

    /// @param request by which a repeat has the same answer; null for one that has no repeat
    public IssueKey.Issued make(Caller caller, KeySettings settings, @Nullable KeyRequest request) {
        allow(caller, settings);
        var before = once.before(caller, request);
        if (before.isPresent()) {
            return before.get();
        }
        if (ring.live(caller.tenant()) >= MOST_LIVE) {
            throw invalid("name", "would be of the 101st live key; revoke one first");
        }
        // Else a key could spend more than it may through those that it makes.
        var countedAs = caller.spending().isNone() ? null : caller.countedAs();
        var key = once.next(caller, request, settings.mode());
        return issue.issue(caller.tenant(), settings, key, countedAs)
                .orElseThrow(
                        () -> invalid("workspace", "must be one of yours that is not archived"));
    }

    private static void allow(Caller caller, KeySettings settings) {
        if (caller.isTest() && settings.mode() == KeyMode.LIVE) {
            throw invalid("mode", "must be test: a test key makes no live key");
        }
        if (!caller.scopes().containsAll(settings.scopes())) {
            throw invalid("scopes", "must be among those of the key that makes it");
        }
        if (!caller.isOfFirstWorkspace() && !settings.workspace().equals(caller.workspace())) {
            throw invalid(
                    "workspace",
                    "must be the key's own: only keys of the first workspace look after others");
        }
        var own = caller.models();
        if (own != null && !isWithin(settings.models(), own)) {
            throw invalid("models", "must be among those of the key that makes it");
        }
        if (!settings.spending().isWithin(caller.spending())) {
            throw invalid("spend_limits", "must be no more than those of the key that makes it");
        }
    }

    private static boolean isWithin(@Nullable Set<String> models, Set<String> own) {
        return models != null && own.containsAll(models);
    }

    public KeyCard find(TenantId tenant, UUID key) {
        return ring.find(tenant, key).orElseThrow(ManageKeys::unknown);
    }

    /// The newest first, from behind a key on.
    ///
    /// @param workspace whose keys; null for all
    public List<KeyCard> page(
            TenantId tenant, @Nullable UUID workspace, @Nullable UUID after, int most) {
        return ring.page(tenant, workspace, after, most);
    }

    public void change(Caller caller, UUID key, KeySettings settings) {
        allow(caller, settings);
        if (!ring.change(caller.tenant(), key, settings)) {
            throw unknown();
        }
        callers.forget(List.of(key));
    }

    /// A new key with the settings of an old one, which lives on for a while.
    ///
    /// @param request by which a repeat has the same answer; null for one that has no repeat
    public IssueKey.Issued rotate(
            Caller caller, KeyCard old, Duration overlap, @Nullable KeyRequest request) {
        allow(caller, old.settings());
        var before = once.before(caller, request);
        if (before.isPresent()) {
            return before.get();
        }
        var made = once.next(caller, request, old.settings().mode());
        return switch (rotate(caller.tenant(), old.id(), made, overlap)) {
            case DONE -> {
                callers.forget(List.of(old.id()));
                yield new IssueKey.Issued(made.id(), made.key().text(), false);
            }
            case UNKNOWN -> throw unknown();
            case ALREADY ->
                    throw invalid("id", "was rotated; rotate the key that it was replaced by");
            case STOPPED -> throw invalid("id", "is of a workspace that is archived");
        };
    }

    private PostgresKeyRing.Rotation rotate(
            TenantId tenant, UUID old, NewKey made, Duration overlap) {
        var key = made.key();
        return ring.rotate(tenant, old, made.id(), key, hash.hash(key), overlap);
    }

    public void revoke(TenantId tenant, UUID key) {
        if (!issue.revoke(tenant, key)) {
            throw unknown();
        }
    }

    private static GatewayException unknown() {
        return new GatewayException(new GatewayError.NotFound("key"));
    }
}
