package dev.reelay.api.topup;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `/payments/stripe`: where Stripe tells what was paid. Whoever calls is known by the signature.
@Path("/payments/stripe")
@RunOnVirtualThread
public final class StripeEvents {
    private static final int LARGEST = 256 * 1024;

    private final Checkouts checkouts;

    StripeEvents(Checkouts checkouts) {
        this.checkouts = checkouts;
    }

    /// 204 once what was paid is noted; Stripe sends anything else again, for three days.
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response take(
            @HeaderParam("Stripe-Signature") @Nullable String signature, InputStream content) {
        checkouts.take(text(content), Objects.requireNonNullElse(signature, ""));
        return Response.noContent().build();
    }

    private static String text(InputStream content) {
        try {
            var bytes = content.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new GatewayException(new GatewayError.BodyTooLarge(LARGEST));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new GatewayException(
                    new GatewayError.MalformedBody("the body ended before it was complete"));
        }
    }
}
