package dev.reelay.api.audit;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.audit.Acting.Kind;
import dev.reelay.api.credit.TimeSpan;
import dev.reelay.api.page.PageLimit;
import dev.reelay.common.id.TenantId;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which of what was recorded is asked for, newest first; null narrows nothing.
///
/// @param after the last one seen
/// @param actor what the actor is called
/// @param since in it
/// @param until not in it
public record AuditQuery(
        @Nullable TenantId tenant,
        @Nullable AuditId after,
        int limit,
        @Nullable Kind kind,
        @Nullable String actor,
        @Nullable String action,
        @Nullable Instant since,
        @Nullable Instant until) {
    private static final int USUAL = 20;
    private static final int LARGEST = 100;
    private static final Pattern WORDS = Pattern.compile("\\P{Cntrl}{1,200}");
    private static final Pattern KEY = Pattern.compile("(key|member)_[0-9a-f]{32}");

    /// Of all tenants, as operators ask. Throws {@link dev.reelay.api.error.GatewayException} where
    /// something is not of its type.
    public static AuditQuery ofAll(MultivaluedMap<String, String> asked) {
        var tenant = asked.getFirst("tenant");
        return read(
                tenant == null ? null : tenant(tenant),
                null,
                words("actor", asked.getFirst("actor")),
                asked);
    }

    private static TenantId tenant(String id) {
        return TenantId.parse(id)
                .orElseThrow(() -> invalid("tenant", "must be the id of a tenant"));
    }

    /// Of one tenant, as its owners ask: operators have no names there, so none can be tried.
    public static AuditQuery of(TenantId tenant, MultivaluedMap<String, String> asked) {
        var actor = asked.getFirst("actor");
        if (actor == null) {
            return read(tenant, null, null, asked);
        }
        if (actor.equals(Kind.OPERATOR.word())) {
            return read(tenant, Kind.OPERATOR, null, asked);
        }
        if (!KEY.matcher(actor).matches()) {
            throw invalid("actor", "must be the id of a key or a member, or operator");
        }
        return read(tenant, Kind.KEY, actor, asked);
    }

    private static AuditQuery read(
            @Nullable TenantId tenant,
            @Nullable Kind kind,
            @Nullable String actor,
            MultivaluedMap<String, String> asked) {
        var after = asked.getFirst("after");
        return new AuditQuery(
                tenant,
                after == null ? null : id(after),
                PageLimit.read(asked.getFirst("limit"), USUAL, LARGEST),
                kind,
                actor,
                words("action", asked.getFirst("action")),
                time("since", asked.getFirst("since")),
                time("until", asked.getFirst("until")));
    }

    private static AuditId id(String after) {
        return AuditId.parse(after)
                .orElseThrow(() -> invalid("after", "must be an id of this list"));
    }

    private static @Nullable String words(String name, @Nullable String text) {
        if (text != null && !WORDS.matcher(text).matches()) {
            throw invalid(name, "must have 1 to 200 characters");
        }
        return text;
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        return text == null ? null : TimeSpan.time(name, text);
    }
}
