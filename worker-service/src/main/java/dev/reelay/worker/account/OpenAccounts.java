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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/// Opens the accounts that the database has, and again each that has changed. Another worker's
/// change is seen within the interval; one that must be known now is looked up.
@Singleton
class OpenAccounts implements Accounts {
    private static final Logger LOG = Logger.getLogger(OpenAccounts.class);
    private static final Duration EACH = Duration.ofSeconds(2);

    private final PostgresAccounts accounts;
    private final Map<String, ProviderKind> kinds = new TreeMap<>();
    private final Work work;
    private volatile Map<String, Opened> opened = Map.of();

    private record Opened(int version, VideoProvider provider) {}

    OpenAccounts(PostgresAccounts accounts, @All List<ProviderKind> kinds, Work work) {
        this.accounts = accounts;
        this.work = work;
        kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
    }

    void start(@Observes RoleStarts.Render event) {
        work.repeat("accounts", EACH, new Bell(), this::refresh);
    }

    boolean refresh() {
        var before = opened;
        var now = new HashMap<String, Opened>();
        accounts.versions()
                .forEach(
                        (name, version) -> {
                            var had = before.get(name);
                            if (had != null && had.version() == version) {
                                now.put(name, had);
                            } else {
                                open(name).ifPresent(open -> now.put(name, open));
                            }
                        });
        opened = Map.copyOf(now);
        return false;
    }

    private Optional<Opened> open(String name) {
        try {
            return accounts.find(name)
                    .map(PostgresAccounts.Sealed::open)
                    .map(found -> new Opened(found.version(), open(found.account())));
        } catch (InvalidAccountException e) {
            LOG.errorf("An account cannot be used; account=%s why=%s", name, e.why());
            return Optional.empty();
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
                .or(() -> open(account))
                .map(Opened::provider);
    }

    @Override
    public Set<String> names() {
        return opened.keySet();
    }
}
