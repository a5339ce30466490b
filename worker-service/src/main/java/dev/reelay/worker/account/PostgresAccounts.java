package dev.reelay.worker.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.cost.CostRule;
import dev.reelay.worker.cost.CostRules;
import dev.reelay.worker.internal.Times;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.ProviderQueue;
import dev.reelay.worker.slot.AccountSql;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Accounts in PostgreSQL, their secrets sealed.
@Singleton
final class PostgresAccounts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private static final String VIEW =
            """
            select a.*, s.max_in_flight, s.in_flight, s.closed_why, %s as slots_now,
                   s.submits_per_minute, s.throttled_at,
                   case when s.closed_until > now() then s.closed_until end as closed_until
              from provider_account a join account_slot s on s.account = a.name
             where a.tenant_id is not distinct from cast(:tenant as uuid)
            """
                    .formatted(AccountSql.slots("s"));

    private static final String VERSIONS =
            """
            select name, version from provider_account
             where tenant_id is null or name = any(:others)
            """;

    private static final String PUT =
            """
            insert into provider_account (name, tenant_id, provider, base_url, secrets,
                secret_names, settings, costs, version)
            values (:name, cast(:tenant as uuid), :provider, :base, :secrets, :names, :settings::json,
                coalesce(:costs::jsonb, '{}'), :version)
            on conflict (name) do update
               set provider = excluded.provider, base_url = excluded.base_url,
                   secrets = excluded.secrets, secret_names = excluded.secret_names,
                   settings = excluded.settings, version = excluded.version, updated_at = now(),
                   costs = coalesce(:costs::jsonb, provider_account.costs)
             where provider_account.version = excluded.version - 1
            """;

    /// A change may be what mends a closed account, and another number of slots begins with all.
    private static final String SLOTS =
            """
            insert into account_slot as s (account, provider, max_in_flight, submits_per_minute)
            values (:name, :provider, :slots, :submits)
            on conflict (account) do update
               set provider = excluded.provider, max_in_flight = excluded.max_in_flight,
                   submits_per_minute = excluded.submits_per_minute,
                   narrowed_to = case when s.max_in_flight = excluded.max_in_flight
                                      then s.narrowed_to end,
                   closed_until = null, closed_why = null
            """;

    private static final String IN_USE =
            """
            select exists (select from execution
                            where account = :name
                              and state in ('submitting', 'unknown', 'in_progress', 'storing'))
            """;

    /// Whether a tenant waits for its own account, which nobody else's can stand in for.
    private static final String AWAITED =
            """
            select exists (select from account_slot a join tenant_queue q using (provider)
                            where a.account = :name and q.queued > 0 and not %s
                              and not exists (select from account_slot other
                                               where other.provider = a.provider
                                                 and other.account <> a.account))
            """
                    .formatted(ProviderQueue.isOperators("a.provider"));

    private final Jdbi jdbi;
    private final SealSecrets seal;

    PostgresAccounts(Jdbi jdbi, SealSecrets seal) {
        this.jdbi = jdbi;
        this.seal = seal;
    }

    /// Versions of all of the operator's accounts and of these others, by name.
    Map<String, Integer> versions(Set<String> others) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(VERSIONS)
                                .bindArray("others", String.class, others)
                                .reduceRows(
                                        new TreeMap<>(),
                                        (all, row) -> {
                                            all.put(
                                                    row.getColumn("name", String.class),
                                                    row.getColumn("version", Integer.class));
                                            return all;
                                        }));
    }

    /// An account whose secrets are still sealed.
    final class Sealed {
        private final String name;
        private final String provider;
        private final Optional<URI> base;
        private final byte[] secrets;
        private final Map<String, String> settings;
        private final int version;

        private Sealed(ResultSet row) throws SQLException {
            name = row.getString("name");
            provider = row.getString("provider");
            base = Optional.ofNullable(row.getString("base_url")).map(URI::create);
            secrets = row.getBytes("secrets");
            settings = texts(row.getString("settings"));
            version = row.getInt("version");
        }

        String name() {
            return name;
        }

        String provider() {
            return provider;
        }

        int version() {
            return version;
        }

        /// Throws `InvalidAccountException` where they cannot be opened.
        Map<String, String> secrets() {
            return seal.open(name, version, secrets);
        }

        /// Throws the same.
        Account open() {
            return new Account(name, provider, base, secrets(), settings);
        }
    }

    Optional<Sealed> find(String name) {
        return jdbi.withHandle(
                h ->
                        h.createQuery("select * from provider_account where name = :name")
                                .bind("name", name)
                                .map((row, _) -> new Sealed(row))
                                .findOne());
    }

    private static Map<String, String> texts(String json) {
        try {
            return JSON.readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings of an account cannot be read", e);
        }
    }

    /// Puts an account in the place of the version that was read before. False where somebody else
    /// changed it meanwhile.
    ///
    /// @param before the version that was read; 0 for a new account
    boolean put(AccountName name, Account account, AccountChange change, int before) {
        return jdbi.inTransaction(
                h -> {
                    var version = before + 1;
                    var put =
                            h.createUpdate(PUT)
                                            .bind("name", name.stored())
                                            .bind("tenant", tenant(name.owner()))
                                            .bind("provider", account.provider())
                                            .bind("base", base(account))
                                            .bind("secrets", sealed(account, version))
                                            .bindArray(
                                                    "names",
                                                    String.class,
                                                    new TreeSet<>(account.secrets().keySet()))
                                            .bind("settings", json(account.settings()))
                                            .bind(
                                                    "costs",
                                                    change.costs()
                                                            .map(CostRules::write)
                                                            .orElse(null))
                                            .bind("version", version)
                                            .execute()
                                    == 1;
                    if (put) {
                        h.createUpdate(SLOTS)
                                .bind("name", name.stored())
                                .bind("provider", queue(name, account).toString())
                                .bind("slots", change.slots())
                                .bind("submits", change.submitsPerMinute().orElse(null))
                                .execute();
                    }
                    return put;
                });
    }

    private static ProviderQueue queue(AccountName name, Account account) {
        return new ProviderQueue(account.provider(), name.owner());
    }

    private static @Nullable UUID tenant(@Nullable TenantId owner) {
        return owner == null ? null : owner.value();
    }

    private static @Nullable String base(Account account) {
        return account.base().map(URI::toString).orElse(null);
    }

    private byte[] sealed(Account account, int version) {
        return seal.seal(account.name(), version, account.secrets());
    }

    private static String json(Map<String, String> texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can always be written", e);
        }
    }

    List<AccountView> views(@Nullable TenantId owner) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(VIEW + " order by a.name")
                                .bind("tenant", tenant(owner))
                                .map((row, _) -> view(row))
                                .list());
    }

    Optional<AccountView> view(AccountName name) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(VIEW + " and a.name = :name")
                                .bind("tenant", tenant(name.owner()))
                                .bind("name", name.stored())
                                .map((row, _) -> view(row))
                                .findOne());
    }

    private AccountView view(ResultSet row) throws SQLException {
        var closed = Times.orNull(row, "closed_until");
        return new AccountView(
                AccountName.shown(row.getString("name")),
                "provider.account",
                row.getString("provider"),
                row.getString("base_url"),
                secretNames(row),
                texts(row.getString("settings")),
                row.getObject("tenant_id") == null ? costs(row.getString("costs")) : null,
                row.getInt("max_in_flight"),
                row.getInt("slots_now"),
                row.getInt("in_flight"),
                row.getObject("submits_per_minute", Integer.class),
                Times.orNull(row, "throttled_at"),
                closed == null ? "open" : "closed",
                closed,
                closed == null ? null : row.getString("closed_why"),
                Times.of(row, "created_at"),
                Times.of(row, "updated_at"));
    }

    private static @Nullable Map<String, CostRule> costs(String json) {
        var rules = CostRules.stored(json);
        return rules.isEmpty() ? null : rules;
    }

    /// Secrets that were sealed by another master key have no names until they are entered again.
    private List<String> secretNames(ResultSet row) throws SQLException {
        var names = row.getArray("secret_names");
        if (names != null) {
            return List.of((String[]) names.getArray());
        }
        try {
            return List.copyOf(new TreeSet<>(new Sealed(row).secrets().keySet()));
        } catch (InvalidAccountException e) {
            return List.of();
        }
    }

    /// What came of a removal.
    enum Removal {
        REMOVED,
        IN_USE,
        AWAITED,
        UNKNOWN
    }

    /// Removes an account that nothing is at. The slots' row is locked first, so that no claim
    /// comes between.
    Removal remove(String name) {
        return jdbi.inTransaction(
                h -> {
                    h.createQuery("select 1 from account_slot where account = :name for update")
                            .bind("name", name)
                            .mapTo(Integer.class)
                            .findOne();
                    if (h.createQuery(IN_USE).bind("name", name).mapTo(Boolean.class).one()) {
                        return Removal.IN_USE;
                    }
                    if (h.createQuery(AWAITED).bind("name", name).mapTo(Boolean.class).one()) {
                        return Removal.AWAITED;
                    }
                    var removed =
                            h.createUpdate("delete from provider_account where name = :name")
                                            .bind("name", name)
                                            .execute()
                                    == 1;
                    if (removed) {
                        h.createUpdate("delete from account_slot where account = :name")
                                .bind("name", name)
                                .execute();
                    }
                    return removed ? Removal.REMOVED : Removal.UNKNOWN;
                });
    }
}
