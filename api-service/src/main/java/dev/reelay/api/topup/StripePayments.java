package dev.reelay.api.topup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.stripe.StripeClient;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.net.Webhook;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.LineItem;
import com.stripe.param.checkout.SessionCreateParams.LineItem.PriceData;
import com.stripe.param.checkout.SessionCreateParams.LineItem.PriceData.ProductData;
import com.stripe.param.checkout.SessionCreateParams.Mode;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.topup.TopUp.Money;
import dev.reelay.common.event.PooledBuffers;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Stripe Checkout, by Stripe's own library. Events are read as JSON, because the library's types
/// are those of one version of the API, and an account may send another's.
@Singleton
final class StripePayments implements Payments {
    private static final Logger LOG = Logger.getLogger(StripePayments.class);
    private static final JsonMapper JSON =
            JsonMapper.builder(PooledBuffers.factory().build()).build();
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration TOLERANCE = Duration.ofMinutes(5); // what Stripe advises
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 20_000;

    /// https://docs.stripe.com/checkout/fulfillment: the second is for ways to pay that take days.
    private static final Set<String> PAYING =
            Set.of("checkout.session.completed", "checkout.session.async_payment_succeeded");

    private final Optional<StripeClient> client;
    private final Optional<String> secret;

    StripePayments(TopUpConfig config) {
        client = config.stripe().key().map(key -> client(key, config.stripe().api().orElse(null)));
        secret = config.stripe().webhookSecret();
        if (client.isPresent() != secret.isPresent()) {
            throw new IllegalStateException(
                    "set REELAY_PAYMENT_STRIPE_KEY and REELAY_PAYMENT_STRIPE_WEBHOOK_SECRET, or"
                            + " neither");
        }
    }

    private static StripeClient client(String key, @Nullable URI api) {
        var builder =
                StripeClient.builder()
                        .setApiKey(key)
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setReadTimeout(READ_MILLIS)
                        .setMaxNetworkRetries(2);
        if (api != null) {
            builder.setApiBase(api.toString());
        }
        return builder.build();
    }

    @Override
    public boolean isOn() {
        return client.isPresent();
    }

    @Override
    public URI page(TopUp topUp, Return urls) {
        var options = RequestOptions.builder().setIdempotencyKey(topUp.id().toString()).build();
        try {
            var session =
                    client.orElseThrow()
                            .v1()
                            .checkout()
                            .sessions()
                            .create(session(topUp, urls), options);
            return URI.create(session.getUrl());
        } catch (InvalidRequestException e) {
            LOG.warnf("Stripe refused a session param=%s code=%s", e.getParam(), e.getCode());
            throw GatewayException.invalid(
                    "success_url".equals(e.getParam()) ? "success_url" : "credits",
                    "is refused by the payment provider");
        } catch (IdempotencyException e) {
            throw new GatewayException(new GatewayError.KeyStandsForOther());
        } catch (StripeException e) {
            LOG.warnf("Stripe gave no session status=%s code=%s", e.getStatusCode(), e.getCode());
            throw new GatewayException(new GatewayError.TryLater(WAIT));
        }
    }

    private static SessionCreateParams session(TopUp topUp, Return urls) {
        var cost = topUp.mustCost();
        var product = ProductData.builder().setName(topUp.credits() + " credits").build();
        var price =
                PriceData.builder()
                        .setCurrency(cost.currency())
                        .setUnitAmount(cost.amount())
                        .setProductData(product)
                        .build();
        return SessionCreateParams.builder()
                .setMode(Mode.PAYMENT)
                .setClientReferenceId(topUp.shownId())
                .putMetadata("tenant", topUp.tenant().toString())
                .setPaymentIntentData(
                        PaymentIntentData.builder().putMetadata("top_up", topUp.shownId()).build())
                .setSuccessUrl(urls.success().toString())
                .setCancelUrl(urls.cancel().toString())
                .addLineItem(LineItem.builder().setQuantity(1L).setPriceData(price).build())
                .build();
    }

    @Override
    public Optional<Paid> paid(String message, String signature) {
        if (!isSigned(message, signature)) {
            throw noEvent();
        }
        try {
            return paid(JSON.readTree(message));
        } catch (JsonProcessingException e) {
            throw noEvent();
        }
    }

    private boolean isSigned(String message, String signature) {
        try {
            return Webhook.Signature.verifyHeader(
                    message, signature, secret.orElseThrow(), TOLERANCE.toSeconds());
        } catch (SignatureVerificationException | RuntimeException e) {
            return false; // the library trips over headers that are no signature
        }
    }

    private static GatewayException noEvent() {
        return new GatewayException(new GatewayError.MalformedBody("this is no event of Stripe's"));
    }

    private static Optional<Paid> paid(JsonNode event) {
        var session = event.at("/data/object");
        if (!PAYING.contains(event.path("type").asText())
                || !session.path("payment_status").asText().equals("paid")) {
            return Optional.empty();
        }
        // Before tax and discounts, which are not ours.
        var cost =
                new Money(
                        session.path("amount_subtotal").asLong(),
                        session.path("currency").asText());
        return id(session).map(id -> new Paid(id, cost));
    }

    private static Optional<UUID> id(JsonNode session) {
        return TopUp.parse(session.path("client_reference_id").asText());
    }
}
