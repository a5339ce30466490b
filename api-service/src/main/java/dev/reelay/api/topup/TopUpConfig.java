package dev.reelay.api.topup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/// How credits are paid for. Without a Stripe key nobody can pay.
@ConfigMapping(prefix = "reelay.payment")
public interface TopUpConfig {
    /// What a credit costs, in the currency's smallest unit.
    @WithDefault("100")
    long amountPerCredit();

    /// ISO 4217, in small letters.
    @WithDefault("usd")
    String currency();

    /// The least that is sold at once, in credits.
    @WithDefault("5")
    int least();

    /// The most that is sold at once, in credits.
    @WithDefault("10000")
    int most();

    /// The account at Stripe.
    Stripe stripe();

    /// The account at Stripe.
    interface Stripe {
        /// Its secret key, or a restricted one that may write Checkout Sessions.
        Optional<String> key();

        /// What its events are signed with: `whsec_…`.
        Optional<String> webhookSecret();

        /// Where its API is; only tests have another.
        Optional<URI> api();
    }
}
