package dev.reelay.worker.account;

import dev.reelay.worker.loop.Bell;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.Accounts;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.VideoProvider;
import dev.reelay.worker.role.RoleStarts;
import io.quarkus.arc.All;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Opens the operator's accounts at once, a tenant's when it is needed, and each again that has
/// changed. Another worker's change is seen within the interval.
@Singleton
class OpenAccounts implements Accounts {
    private static final Logger LOG = Logger.getLogger(OpenAccounts.class);
    private static final Duration EACH = Duration.ofSeconds(2);

    private final PostgresAccounts accounts;
    private final Map<String, ProviderKind> kinds = new TreeMap<>();
    private final Work work;
    private final Map<String, Opened> opened = new ConcurrentHashMap<>();
    private volatile Set<String> unusable = Set.of(); // of those, for each claim

    /// @param provider empty where it cannot be used
    private record Opened(int version, Optional<VideoProvider> provider) {}

    OpenAccounts(PostgresAccounts accounts, @All List<ProviderKind> kinds, Work work) {
        this.accounts = accounts;
        this.work = work;
        kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
    }

    void start(@Observes RoleStarts.Render event) {
        work.repeat("accounts", EACH, new Bell(), this::refresh);
    }

    boolean refresh() {
        var versions = accounts.versions(opened.keySet());
        opened.keySet().retainAll(versions.keySet());
        versions.forEach(
                (name, version) -> {
                    var had = opened.get(name);
                    if (had == null || had.version() != version) {
                        open(name);
                    }
                });
        noteUnusable();
        return false;
    }

    /// What came of it is kept until the account changes.
    private Optional<Opened> open(String name) {
        var now = accounts.find(name).map(this::open);
        now.ifPresent(one -> opened.put(name, one));
        return now;
    }

    private Opened open(PostgresAccounts.Sealed sealed) {
        try {
            return new Opened(sealed.version(), Optional.of(open(sealed.open())));
        } catch (InvalidAccountException e) {
            LOG.errorf("An account cannot be used; account=%s why=%s", sealed.name(), e.why());
            return new Opened(sealed.version(), Optional.empty());
        }
    }

    /// Opens an account that is not stored. Throws {@link InvalidAccountException}.
    VideoProvider open(Account account) {
        return kind(account).open(account);
    }

    /// Throws {@link InvalidAccountException} where this worker has no adapter for it.
    ProviderKind kind(Account account) {
        var kind = kinds.get(account.provider());
        if (kind == null) {
            throw new InvalidAccountException(
                    "provider", "must be one of " + String.join(", ", kinds.keySet()));
        }
        return kind;
    }

    @Override
    public Optional<VideoProvider> find(String account) {
        return Optional.ofNullable(opened.get(account))
                .or(() -> openNow(account))
                .flatMap(Opened::provider);
    }

    private Optional<Opened> openNow(String account) {
        var now = open(account);
        noteUnusable();
        return now;
    }

    private void noteUnusable() {
        unusable =
                opened.entrySet().stream()
                        .filter(one -> one.getValue().provider().isEmpty())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> providers() {
        return kinds.keySet();
    }

    @Override
    public Set<String> unusable() {
        return unusable;
    }
}
