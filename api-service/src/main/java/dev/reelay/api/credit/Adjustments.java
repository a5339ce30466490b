package dev.reelay.api.credit;

import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.KeyMode;
import dev.reelay.api.service.ServiceHttp;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Balances put right by operators, which billing-service keeps. What it refuses is thrown as
/// {@link GatewayException} with its own sentence.
@Singleton
public final class Adjustments {
    private static final String ABOUT = "adjustment";

    private final ServiceHttp http;

    Adjustments(Billing billing) {
        this.http = billing.http();
    }

    private record Request(long change, String reason, String mode, String operator) {}

    private record Approval(String operator) {}

    private record Refusal(String operator, String reason) {}

    /// Changes a balance once for the id, or keeps the change for another operator to approve.
    ///
    /// @param change micro-credits, below zero to take some back
    public Adjustment adjust(
            TenantId tenant,
            UUID adjustment,
            long change,
            String reason,
            KeyMode mode,
            String operator) {
        var request = new Request(change, reason, mode.word(), operator);
        return one(() -> http.put(path(tenant, adjustment), request));
    }

    public Adjustment approve(TenantId tenant, UUID adjustment, String operator) {
        return one(() -> http.post(path(tenant, adjustment) + "/approve", new Approval(operator)));
    }

    /// Decides that it is never booked.
    public Adjustment reject(TenantId tenant, UUID adjustment, String operator, String reason) {
        var request = new Refusal(operator, reason);
        return one(() -> http.post(path(tenant, adjustment) + "/reject", request));
    }

    public Adjustment find(TenantId tenant, UUID adjustment) {
        return one(() -> http.get(path(tenant, adjustment)));
    }

    /// Of all tenants, the newest first.
    ///
    /// @param state null for any
    /// @param after the last one seen; null for the newest
    public List<Adjustment> page(@Nullable String state, @Nullable UUID after, int limit) {
        var path = new StringBuilder("/internal/adjustments?limit=").append(limit);
        if (state != null) {
            path.append("&state=").append(state);
        }
        if (after != null) {
            path.append("&after=").append(after);
        }
        var body = Books.expect(ABOUT, http.require(() -> http.get(path.toString())));
        return StreamSupport.stream(body.path("data").spliterator(), false)
                .map(Adjustment::of)
                .toList();
    }

    private static String path(TenantId tenant, UUID adjustment) {
        return "/internal/tenants/" + tenant + "/adjustments/" + adjustment;
    }

    private Adjustment one(ServiceHttp.Call call) {
        return Adjustment.of(Books.expect(ABOUT, http.require(call)));
    }
}
