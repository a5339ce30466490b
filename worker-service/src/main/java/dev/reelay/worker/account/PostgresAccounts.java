package dev.reelay.worker.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.worker.provider.Account;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Accounts in PostgreSQL, their secrets sealed.
@Singleton
final class PostgresAccounts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private static final String VIEW =
            """
            select a.*, s.max_in_flight, s.in_flight, s.closed_why,
                   case when s.closed_until > now() then s.closed_until end as closed_until
              from provider_account a join account_slot s on s.account = a.name
            """;

    private static final String PUT =
            """
            insert into provider_account (name, provider, base_url, secrets, settings, version)
            values (:name, :provider, :base, :secrets, :settings::json, :version)
            on conflict (name) do update
               set provider = excluded.provider, base_url = excluded.base_url,
                   secrets = excluded.secrets, settings = excluded.settings,
                   version = excluded.version, updated_at = now()
             where provider_account.version = excluded.version - 1
            """;

    /// A change may be what mends a closed account.
    private static final String SLOTS =
            """
            insert into account_slot (account, provider, max_in_flight)
            values (:name, :provider, :slots)
            on conflict (account) do update
               set provider = excluded.provider, max_in_flight = excluded.max_in_flight,
                   closed_until = null, closed_why = null
            """;

    private static final String IN_USE =
            """
            select exists (select from execution
                            where account = :name
                              and state in ('submitting', 'unknown', 'in_progress', 'storing'))
            """;

    private final Jdbi jdbi;
    private final SealSecrets seal;

    PostgresAccounts(Jdbi jdbi, SealSecrets seal) {
        this.jdbi = jdbi;
        this.seal = seal;
    }

    /// An account, with the version that changes with it.
    record Versioned(Account account, int version) {}

    /// All accounts' versions, by name.
    Map<String, Integer> versions() {
        return jdbi.withHandle(
                h ->
                        h.createQuery("select name, version from provider_account")
                                .reduceRows(
                                        new TreeMap<>(),
                                        (all, row) -> {
                                            all.put(
                                                    row.getColumn("name", String.class),
                                                    row.getColumn("version", Integer.class));
                                            return all;
                                        }));
    }

    /// Throws `InvalidAccountException` where its secrets cannot be opened.
    Optional<Versioned> find(String name) {
        return jdbi.withHandle(
                h ->
                        h.createQuery("select * from provider_account where name = :name")
                                .bind("name", name)
                                .map((row, _) -> versioned(row))
                                .findOne());
    }

    private Versioned versioned(ResultSet row) throws SQLException {
        var name = row.getString("name");
        var version = row.getInt("version");
        return new Versioned(
                new Account(
                        name,
                        row.getString("provider"),
                        Optional.ofNullable(row.getString("base_url")).map(URI::create),
                        seal.open(name, version, row.getBytes("secrets")),
                        texts(row.getString("settings"))),
                version);
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
    boolean put(Account account, int slots, int before) {
        return jdbi.inTransaction(
                h -> {
                    var version = before + 1;
                    var put =
                            h.createUpdate(PUT)
                                            .bind("name", account.name())
                                            .bind("provider", account.provider())
                                            .bind("base", base(account))
                                            .bind("secrets", sealed(account, version))
                                            .bind("settings", json(account.settings()))
                                            .bind("version", version)
                                            .execute()
                                    == 1;
                    if (put) {
                        h.createUpdate(SLOTS)
                                .bind("name", account.name())
                                .bind("provider", account.provider())
                                .bind("slots", slots)
                                .execute();
                    }
                    return put;
                });
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

    List<AccountView> views() {
        return jdbi.withHandle(
                h -> h.createQuery(VIEW + " order by a.name").map((row, _) -> view(row)).list());
    }

    Optional<AccountView> view(String name) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(VIEW + " where a.name = :name")
                                .bind("name", name)
                                .map((row, _) -> view(row))
                                .findOne());
    }

    private AccountView view(ResultSet row) throws SQLException {
        var read = versioned(row).account();
        var closed = row.getObject("closed_until", OffsetDateTime.class);
        return new AccountView(
                read.name(),
                "provider.account",
                read.provider(),
                base(read),
                List.copyOf(new TreeSet<>(read.secrets().keySet())),
                read.settings(),
                row.getInt("max_in_flight"),
                row.getInt("in_flight"),
                closed == null ? "open" : "closed",
                closed == null ? null : closed.toInstant(),
                closed == null ? null : row.getString("closed_why"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    /// What came of a removal.
    enum Removal {
        REMOVED,
        IN_USE,
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
