package dev.reelay.billing.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.billing.error.Conflict;
import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.billing.error.Text;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `/internal`: balances, grants and the proof.
@Path("/internal")
@RunOnVirtualThread
public class LedgerRoutes {
    private static final Logger LOG = Logger.getLogger(LedgerRoutes.class);
    private static final int MOST_EXPIRIES = 10;

    private final PostgresAccounts accounts;
    private final PostgresExpiry expiry;
    private final PostgresProof proof;

    LedgerRoutes(PostgresAccounts accounts, PostgresExpiry expiry, PostgresProof proof) {
        this.accounts = accounts;
        this.expiry = expiry;
        this.proof = proof;
    }

    /// A grant as it is asked for; at most a billion credits at once.
    ///
    /// @param expiresAt makes the credits promotional
    public record GrantRequest(
            Credits amount,
            String reason,
            AccountMode mode,
            @JsonProperty("expires_at") @Nullable Instant expiresAt) {
        private static final Credits MOST = Credits.of("1000000000");
        private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

        @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
        public GrantRequest {
            if (amount == null || amount.micros() == 0 || amount.compareTo(MOST) > 0) {
                throw new IllegalArgumentException("amount is missing or impossible");
            }
            Text.check("reason", reason, 500);
            if (mode == null) {
                throw new IllegalArgumentException("mode is live or test");
            }
            if (expiresAt != null && expiresAt.isAfter(LATEST)) {
                throw new IllegalArgumentException("expires_at is impossible");
            }
        }
    }

    /// What a grant's id stands for now.
    public record GrantAnswer(UUID id, Credits amount) {}

    /// The test account is opened by the first look at it, so its first credits are seen.
    @GET
    @Path("/tenants/{tenant}/balance")
    public Balance balance(
            @PathParam("tenant") String tenantId,
            @QueryParam("mode") @DefaultValue("live") String modeWord) {
        var tenant = MalformedRequest.unlessReadable("tenant", tenantId, TenantId::of);
        var mode = MalformedRequest.unlessReadable("mode", modeWord, AccountMode::of);
        return accounts.balance(tenant, mode).orElseGet(() -> untouched(tenant, mode));
    }

    private Balance untouched(TenantId tenant, AccountMode mode) {
        if (mode == AccountMode.LIVE) {
            return Balance.NOTHING;
        }
        accounts.open(tenant, mode);
        return accounts.balance(tenant, mode).orElseThrow();
    }

    /// The soonest first.
    public record Expiry(List<Lots.Expiring> data) {}

    /// What lapses next where nothing is spent until then. What is held stays good.
    @GET
    @Path("/tenants/{tenant}/expiring")
    public Expiry expiring(
            @PathParam("tenant") String tenant,
            @QueryParam("mode") @DefaultValue("live") String mode) {
        return new Expiry(
                expiry.expiring(
                        MalformedRequest.unlessReadable("tenant", tenant, TenantId::of),
                        MalformedRequest.unlessReadable("mode", mode, AccountMode::of),
                        MOST_EXPIRIES));
    }

    @PUT
    @Path("/tenants/{tenant}/grants/{grant}")
    public GrantAnswer grant(
            @PathParam("tenant") String tenantId,
            @PathParam("grant") String grantId,
            @Nullable GrantRequest request) {
        var asked =
                grant(
                        MalformedRequest.unlessReadable("tenant", tenantId, TenantId::of),
                        MalformedRequest.unlessReadable("grant", grantId, UUID::fromString),
                        MalformedRequest.unlessPresent(request));
        var standing =
                accounts.give(asked).orElseThrow(() -> new MalformedRequest("expires_at is past"));
        if (!standing.equals(asked)) {
            throw new Conflict("this grant id was used with other content");
        }
        LOG.infof(
                "credits granted grant=%s tenant=%s mode=%s amount=%s",
                asked.id(), asked.tenant(), asked.mode().word(), asked.amount());
        return new GrantAnswer(asked.id(), asked.amount());
    }

    private static Grant grant(TenantId tenant, UUID id, GrantRequest request) {
        var expiresAt = request.expiresAt();
        return new Grant(
                id,
                tenant,
                request.mode(),
                request.amount(),
                request.reason(),
                expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.SECONDS));
    }

    @GET
    @Path("/ledger/proof")
    public Proof proof() {
        return proof.prove();
    }
}
