package dev.reelay.api.topup;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.topup.TopUp.Money;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Credits for money: a page to pay at, and the grant once the payment provider says that it was
/// paid.
@Singleton
public final class Checkouts {
    private static final Logger LOG = Logger.getLogger(Checkouts.class);
    private static final String REASON = "paid by card";

    private final TopUpConfig config;
    private final Payments payments;
    private final PostgresTopUps topUps;
    private final GrantTopUps grants;

    Checkouts(TopUpConfig config, Payments payments, PostgresTopUps topUps, GrantTopUps grants) {
        this.config = config;
        this.payments = payments;
        this.topUps = topUps;
        this.grants = grants;
    }

    /// A top-up to be paid at its `url`. It is noted before anybody can pay it.
    ///
    /// @param id the same for a repeat, which gives the same page
    public TopUp begin(TenantId tenant, UUID id, Credits credits, URI success, URI cancel) {
        if (!payments.isOn()) {
            throw new GatewayException(
                    new GatewayError.NotNow("credits cannot be bought here: ask the operator"));
        }
        var whole = new BigDecimal(credits.toString());
        if (whole.compareTo(BigDecimal.valueOf(config.least())) < 0
                || whole.compareTo(BigDecimal.valueOf(config.most())) > 0) {
            throw invalid(
                    "credits", "must be from %d to %d".formatted(config.least(), config.most()));
        }
        var asked =
                new TopUp(id, tenant, credits, REASON, null, TopUp.State.OPEN, cost(whole), null);
        topUps.open(asked);
        var known = find(tenant, id);
        if (!known.credits().equals(credits)) {
            throw new GatewayException(new GatewayError.KeyStandsForOther());
        }
        var page = payments.page(known, new Payments.Return(success, cancel));
        topUps.placed(id, page.toString());
        return find(tenant, id);
    }

    /// Rounded up.
    private Money cost(BigDecimal credits) {
        var amount =
                credits.multiply(BigDecimal.valueOf(config.amountPerCredit()))
                        .setScale(0, RoundingMode.CEILING);
        return new Money(amount.longValueExact(), config.currency());
    }

    public TopUp find(TenantId tenant, UUID id) {
        return topUps.find(tenant, id)
                .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("top-up")));
    }

    /// Takes a message of the payment provider. Once this returns, what it says was paid is owed:
    /// it may come twice, or never again.
    void take(String message, String signature) {
        if (!payments.isOn()) {
            throw new GatewayException(new GatewayError.NotFound("payment provider"));
        }
        payments.paid(message, signature).ifPresent(this::owe);
    }

    private void owe(Payments.Paid paid) {
        topUps.paid(paid.topUp(), paid.cost())
                .ifPresentOrElse(
                        grants::grant,
                        () ->
                                LOG.warnf(
                                        "nothing was open for a payment, or less was paid; it may"
                                                + " be a repeat id=%s amount=%d currency=%s",
                                        paid.topUp(),
                                        paid.cost().amount(),
                                        paid.cost().currency()));
    }
}
