package dev.reelay.billing.model;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A guard in the text of a statement, and the text without it. Where a constraint of the schema
/// guards the same, that goes with it.
enum SqlGuard {
    AVAILABLE_COVERS_THE_HOLD("and mode = :mode and available >= t.amount", "and mode = :mode"),
    AVAILABLE_COVERS_THE_HOLD_AND_ITS_CHECK(
            "and mode = :mode and available >= t.amount",
            "and mode = :mode",
            "alter table account drop constraint account_available_check"),
    PLAIN_INSERT_OF_THE_HOLD(
            "from wanted w cross join debited d\nreturning id",
            "from wanted w cross join debited d on conflict do nothing\nreturning id"),
    NO_HOLD_YET_AND_PLAIN_INSERT("and not exists (select from there)", "", null) {
        @Override
        String without(String sql, AtomicInteger rewritten) {
            return PLAIN_INSERT_OF_THE_HOLD.without(super.without(sql, rewritten), rewritten);
        }
    },
    TOMBSTONE(
            "values (:job, :tenant, 'voided', now())",
            "select :job, :tenant, 'voided', now() where false"),
    HELD_BEFORE_IT_IS_SETTLED(
            "and h.tenant_id = r.tenant_id and h.state = 'held'", "and h.tenant_id = r.tenant_id"),
    HELD_BEFORE_IT_IS_VOIDED(
            "and tenant_id = :tenant and state = 'held'", "and tenant_id = :tenant"),
    /// With a moment between looking at lots and using them, or threads would hardly meet there.
    ACCOUNT_IS_LOCKED_TO_BOOK("where id = :account for no key update", "where id = :account") {
        @Override
        String without(String sql, AtomicInteger rewritten) {
            return super.without(sql, rewritten)
                    .replace(
                            "where account_id = any(:accounts) and remaining > 0",
                            "where account_id = any(:accounts) and remaining > 0"
                                    + " and (select pg_sleep(0.03)::text) is not null");
        }
    },
    GIVEN_ONCE("on conflict do nothing\nreturning account_id", "returning account_id"),
    REFUNDED_ONCE(
            "on conflict (hold_id) do nothing",
            "",
            "alter table refund drop constraint refund_hold_id_key, drop constraint refund_pkey"),
    ADJUSTED_ONCE("on conflict (id) do nothing", ""),
    HELD_CREDITS_DO_NOT_LAPSE("and h.created_at < l.expires_at)", "and false)"),
    ONLY_HOLDS_OF_BEFORE_COUNT("and h.created_at < l.expires_at)", ")"),
    ONLY_EXPIRED_LOTS_LAPSE(
            "where account_id = :account and remaining > 0 and expires_at <= now()",
            "where account_id = :account and remaining > 0"),
    LOTS_ARE_USED_UP(
            "update lot l set remaining = l.remaining + p.amount",
            "update lot l set remaining = l.remaining"),
    ENTRIES_ARE_NUMBERED("last_entry = last_entry + 1", "last_entry = last_entry + 2");

    private final String guard;
    private final String instead;
    private final @Nullable String unsafeSchema;

    SqlGuard(String guard, String instead) {
        this(guard, instead, null);
    }

    SqlGuard(String guard, String instead, @Nullable String unsafeSchema) {
        this.guard = guard;
        this.instead = instead;
        this.unsafeSchema = unsafeSchema;
    }

    /// @param rewritten counts the statements that had it
    String without(String sql, AtomicInteger rewritten) {
        var plain = sql.replaceAll("\n *", "\n");
        if (!plain.contains(guard)) {
            return sql;
        }
        rewritten.incrementAndGet();
        return plain.replace(guard, instead);
    }

    Optional<String> unsafeSchema() {
        return Optional.ofNullable(unsafeSchema);
    }
}
