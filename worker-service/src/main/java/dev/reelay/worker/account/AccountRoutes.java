package dev.reelay.worker.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.worker.account.PostgresAccounts.Sealed;
import dev.reelay.worker.internal.Refused.Invalid;
import dev.reelay.worker.internal.Refused.Unknown;
import dev.reelay.worker.internal.Refused.WrongState;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.AccountCheck;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.RouteOrder;
import dev.reelay.worker.slot.Slots;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `/internal/accounts`: the operator's accounts at upstreams. What cannot work is refused when it
/// is entered.
@Path("/internal/accounts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class AccountRoutes {
    private static final Logger LOG = Logger.getLogger(AccountRoutes.class);

    private final PostgresAccounts accounts;
    private final OpenAccounts opened;
    private final Slots slots;
    private final RouteOrder order;

    AccountRoutes(PostgresAccounts accounts, OpenAccounts opened, Slots slots, RouteOrder order) {
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

    @GET
    public All list() {
        return new All("list", accounts.views());
    }

    @GET
    @Path("{name}")
    public AccountView account(@PathParam("name") String name) {
        return accounts.view(name).orElseThrow(Unknown::new);
    }

    @PUT
    @Path("{name}")
    public AccountView put(@PathParam("name") String text, @Nullable String body) {
        var name = AccountChange.name(text);
        var change = AccountChange.read(body);
        var before = accounts.find(name);
        var account = account(name, change, before.orElse(null));
        check(account);
        if (!accounts.put(account, change, before.map(Sealed::version).orElse(0))) {
            throw new WrongState("the account was changed meanwhile; read it and try again");
        }
        opened.refresh();
        order.refresh();
        LOG.infof("An account was set; account=%s provider=%s", name, account.provider());
        return accounts.view(name).orElseThrow(Unknown::new);
    }

    private static Account account(String name, AccountChange change, @Nullable Sealed before) {
        if (before != null && !before.provider().equals(change.provider())) {
            throw new Invalid("provider", "cannot change; it is " + before.provider());
        }
        return new Account(
                name,
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
    @POST
    @Path("{name}/check")
    public CheckView check(@PathParam("name") String name) {
        return switch (opened.find(name).orElseThrow(Unknown::new).check()) {
            case AccountCheck.Usable() -> {
                slots.open(name);
                yield new CheckView(name, "usable", null);
            }
            case AccountCheck.Refused(var why) -> new CheckView(name, "refused", why);
            case AccountCheck.NotKnown(var why) -> new CheckView(name, "unknown", why);
        };
    }

    @DELETE
    @Path("{name}")
    public Deleted remove(@PathParam("name") String name) {
        return switch (accounts.remove(name)) {
            case REMOVED -> {
                opened.refresh();
                LOG.infof("An account was removed; account=%s", name);
                yield new Deleted(name, "provider.account.deleted", true);
            }
            case IN_USE ->
                    throw new WrongState(
                            "jobs are at this account; set its slots to 0 and wait for them");
            case UNKNOWN -> throw new Unknown();
        };
    }
}
