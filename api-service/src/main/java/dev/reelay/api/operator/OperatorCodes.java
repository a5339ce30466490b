package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.body.ReadBody;
import dev.reelay.api.clock.UnixSeconds;
import dev.reelay.api.credit.TimeSpan;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.topup.Codes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/codes`: redemption codes.
@Path("/admin/v1/codes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorCodes {
    private static final int MOST = 1000;
    private static final int LONGEST_DAYS = 3650;
    private static final Set<String> MEMBERS =
            Set.of("credits", "reason", "count", "expires_at", "credits_last_days");

    private final ReadBody bodies;
    private final Codes codes;
    private final CurrentOperator operator;

    OperatorCodes(ReadBody bodies, Codes codes, CurrentOperator operator) {
        this.bodies = bodies;
        this.codes = codes;
        this.operator = operator;
    }

    /// @param code the text, in this answer and never again
    public record MadeView(String id, String code) {
        /// Without the text.
        @Override
        public String toString() {
            return id;
        }
    }

    public record MadeViews(List<MadeView> data) {}

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response make(@Context HttpHeaders headers, InputStream content) {
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(MEMBERS);
            var expiresAt = fields.text("expires_at");
            var terms =
                    new Codes.Terms(
                            OperatorBody.credits(fields, "credits"),
                            OperatorBody.text(fields, "reason"),
                            expiresAt == null ? null : future(expiresAt),
                            count(fields, "credits_last_days", LONGEST_DAYS));
            var count = count(fields, "count", MOST);
            var made = codes.make(count == null ? 1 : count, terms, operator.get().name());
            return Response.status(Response.Status.CREATED)
                    .entity(
                            new MadeViews(
                                    made.stream()
                                            .map(m -> new MadeView(m.id().toString(), m.text()))
                                            .toList()))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        }
    }

    private static Instant future(String text) {
        var time = TimeSpan.time("expires_at", text);
        if (!time.isAfter(Instant.now())) {
            throw invalid("expires_at", "must be in the future");
        }
        return time;
    }

    private static @Nullable Integer count(Fields fields, String name, int most) {
        var count = fields.whole(name);
        if (count != null && (count < 1 || count > most)) {
            throw invalid(name, "must be 1 to " + most);
        }
        return count == null ? null : count.intValue();
    }

    /// Times in Unix seconds.
    ///
    /// @param status `open`, `redeemed`, `revoked` or `expired`
    public record CodeView(
            String id,
            String last4,
            String credits,
            String reason,
            @Nullable Integer creditsLastDays,
            String status,
            @Nullable String madeBy,
            long madeAt,
            @Nullable Long expiresAt,
            @Nullable String redeemedBy,
            @Nullable Long redeemedAt) {
        static CodeView of(Codes.Card card) {
            var tenant = card.redeemedBy();
            return new CodeView(
                    card.id().toString(),
                    card.last4(),
                    card.terms().credits().toString(),
                    card.terms().reason(),
                    card.terms().lastsDays(),
                    card.state(),
                    card.madeBy(),
                    card.madeAt().getEpochSecond(),
                    UnixSeconds.of(card.terms().expiresAt()),
                    tenant == null ? null : tenant.toString(),
                    UnixSeconds.of(card.redeemedAt()));
        }
    }

    @GET
    public OperatorPage<CodeView> list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        var most = OperatorPaging.limit(limit);
        var found = codes.page(after == null ? null : OperatorPaging.cursor(after), most + 1);
        return OperatorPage.of(found, most, card -> card.id().toString(), CodeView::of);
    }

    /// Nobody can redeem it from now on.
    @DELETE
    @Path("{code}")
    public Response revoke(@PathParam("code") String id) {
        if (!codes.revoke(OperatorBody.uuid(id, "code"))) {
            throw new GatewayException(new GatewayError.NotFound("code that can be redeemed"));
        }
        return Response.noContent().build();
    }
}
