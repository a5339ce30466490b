package dev.reelay.billing.price;

import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.common.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;

/// `/internal/quotes`: what a job would cost now. Nothing is stored.
@Path("/internal/quotes")
@RunOnVirtualThread
public class QuoteRoutes {
    private final Prices prices;

    QuoteRoutes(Prices prices) {
        this.prices = prices;
    }

    /// The body also carries the mode, for prices that may differ by it one day.
    ///
    /// @param plan the tenant's
    public record QuoteRequest(@Nullable TenantId tenant, @Nullable String plan, Facts facts) {
        @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
        public QuoteRequest {
            if (facts == null) {
                throw new IllegalArgumentException("facts are missing");
            }
        }
    }

    @POST
    public Price quote(@Nullable QuoteRequest request) {
        var asked = MalformedRequest.unlessPresent(request);
        return prices.current().price(asked.facts(), new Payer(asked.tenant(), asked.plan()));
    }
}
