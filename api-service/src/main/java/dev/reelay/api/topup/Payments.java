package dev.reelay.api.topup;

import dev.reelay.api.error.GatewayException;
import dev.reelay.api.topup.TopUp.Money;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/// Who takes money for us.
interface Payments {
    /// Whether it is set up.
    boolean isOn();

    /// The page where the tenant pays for a top-up; the same for a repeat. Throws {@link
    /// GatewayException} where it refuses, or does not answer.
    URI page(TopUp topUp, Return urls);

    /// Where the tenant's browser goes afterwards.
    record Return(URI success, URI cancel) {}

    /// Something that was paid.
    record Paid(UUID topUp, Money cost) {}

    /// What a message of theirs says was paid; empty where it says something else. Throws {@link
    /// GatewayException} where it is not from them.
    Optional<Paid> paid(String message, String signature);
}
