package dev.reelay.billing.price;

import dev.reelay.billing.error.MalformedRequest;
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

    /// The body also carries tenant and mode, for prices that may differ by them one day.
    public record QuoteRequest(Facts facts) {
        @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
        public QuoteRequest {
            if (facts == null) {
                throw new IllegalArgumentException("facts are missing");
            }
        }
    }

    @POST
    public Price quote(@Nullable QuoteRequest request) {
        return prices.current().price(MalformedRequest.unlessPresent(request).facts());
    }
}
