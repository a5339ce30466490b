package dev.reelay.worker.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.account.PostgresAccounts.Sealed;
import dev.reelay.worker.internal.Refused.Invalid;
import dev.reelay.worker.internal.Refused.Unknown;
import dev.reelay.worker.internal.Refused.WrongState;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.AccountCheck;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.RouteOrder;
import dev.reelay.worker.slot.Slots;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What the operator, or a tenant, does with accounts at upstreams. What cannot work is refused
/// when it is entered. Throws the reasons of {@link dev.reelay.worker.internal.Refused}.
@Singleton
final class KeepAccounts {
    private static final Logger LOG = Logger.getLogger(KeepAccounts.class);

    /// Of one tenant.
    private static final int MOST = 20;

    private final PostgresAccounts accounts;
    private final OpenAccounts opened;
    private final Slots slots;
    private final RouteOrder order;

    KeepAccounts(PostgresAccounts accounts, OpenAccounts opened, Slots slots, RouteOrder order) {
        this.accounts = accounts;
        this.opened = opened;
        this.slots = slots;
        this.order = order;
    }

    /// All of them, by name.
    public record All(String object, List<AccountView> data) {}

    /// That it is gone.
    public record Deleted(String name, String object, boolean deleted) {}

    /// @param result `usable`, `refused` or `unknown`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CheckView(String name, String result, @Nullable String why) {}

    /// @param owner null for the operator's
    All all(@Nullable TenantId owner) {
        return new All("list", accounts.views(owner));
    }

    AccountView account(AccountName name) {
        return accounts.view(name).orElseThrow(Unknown::new);
    }

    /// A new one.
    AccountView make(AccountName name, AccountChange change) {
        if (accounts.find(name.stored()).isPresent()) {
            throw new WrongState("there is an account of this name; change that, or take another");
        }
        if (accounts.views(name.owner()).size() >= MOST) {
            throw new WrongState("there are %d accounts; no more are possible".formatted(MOST));
        }
        return put(name, change, null);
    }

    /// In place of what there is, or new.
    AccountView put(AccountName name, AccountChange change) {
        return put(name, change, accounts.find(name.stored()).orElse(null));
    }

    /// What there is, changed.
    AccountView change(AccountName name, Function<AccountView, AccountChange> change) {
        // Its version is read first: what is seen after it is no older.
        var before = accounts.find(name.stored()).orElseThrow(Unknown::new);
        return put(name, change.apply(account(name)), before);
    }

    private AccountView put(AccountName name, AccountChange change, @Nullable Sealed before) {
        var account = account(name, change, before);
        check(account);
        if (!accounts.put(name, account, change, before == null ? 0 : before.version())) {
            throw new WrongState("the account was changed meanwhile; read it and try again");
        }
        opened.refresh();
        order.refresh();
        LOG.infof("An account was set; account=%s provider=%s", name, account.provider());
        return account(name);
    }

    private static Account account(
            AccountName name, AccountChange change, @Nullable Sealed before) {
        if (before != null && !before.provider().equals(change.provider())) {
            throw new Invalid("provider", "cannot change; it is " + before.provider());
        }
        return new Account(
                name.stored(),
                change.provider(),
                change.base(),
                change.secrets().orElseGet(() -> kept(before)),
                change.settings());
    }

    private static Map<String, String> kept(@Nullable Sealed before) {
        try {
            return before == null ? Map.of() : before.secrets();
        } catch (InvalidAccountException e) {
            throw new Invalid(e.param(), e.why());
        }
    }

    private void check(Account account) {
        try {
            var kind = opened.kind(account);
            only("secrets", account.secrets().keySet(), kind.secrets());
            only("settings", account.settings().keySet(), kind.settings());
            opened.open(account);
        } catch (InvalidAccountException e) {
            throw new Invalid(e.param(), e.why());
        }
    }

    private static void only(String member, Set<String> given, Set<String> known) {
        if (!known.containsAll(given)) {
            throw new Invalid(
                    member,
                    known.isEmpty()
                            ? "must be empty for this provider"
                            : "may have " + String.join(", ", new TreeSet<>(known)));
        }
    }

    /// Asks the upstream now, by a call that costs nothing.
    CheckView check(AccountName name) {
        return switch (opened.find(name.stored()).orElseThrow(Unknown::new).check()) {
            case AccountCheck.Usable() -> {
                slots.open(name.stored());
                yield new CheckView(name.text(), "usable", null);
            }
            case AccountCheck.Refused(var why) -> new CheckView(name.text(), "refused", why);
            case AccountCheck.NotKnown(var why) -> new CheckView(name.text(), "unknown", why);
        };
    }

    Deleted remove(AccountName name) {
        return switch (accounts.remove(name.stored())) {
            case REMOVED -> {
                opened.refresh();
                LOG.infof("An account was removed; account=%s", name);
                yield new Deleted(name.text(), "provider.account.deleted", true);
            }
            case IN_USE ->
                    throw new WrongState(
                            "jobs are at this account; set its slots to 0 and wait for them");
            case AWAITED ->
                    throw new WrongState(
                            "jobs wait for this account, and no other can take them; cancel them,"
                                    + " or wait for them");
            case UNKNOWN -> throw new Unknown();
        };
    }
}
