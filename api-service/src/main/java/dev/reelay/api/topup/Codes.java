package dev.reelay.api.topup;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Codes that operators make and tenants redeem, each once.
@Singleton
public final class Codes {
    private final PostgresCodes codes;
    private final PostgresTopUps topUps;
    private final GrantTopUps grants;

    Codes(PostgresCodes codes, PostgresTopUps topUps, GrantTopUps grants) {
        this.codes = codes;
        this.topUps = topUps;
        this.grants = grants;
    }

    /// What a code is to give.
    ///
    /// @param reason what the tenant's statement says
    /// @param expiresAt until when it can be redeemed; null for ever
    /// @param lastsDays for how many days its credits last; null for ever
    public record Terms(
            Credits credits,
            String reason,
            @Nullable Instant expiresAt,
            @Nullable Integer lastsDays) {}

    /// A new code, whose text is kept nowhere.
    public record Made(UUID id, String text) {
        /// Without the text.
        @Override
        public String toString() {
            return id.toString();
        }
    }

    /// A code as operators see it.
    ///
    /// @param state `open`, `redeemed`, `revoked` or `expired`
    public record Card(
            UUID id,
            String last4,
            Terms terms,
            String state,
            @Nullable String madeBy,
            Instant madeAt,
            @Nullable TenantId redeemedBy,
            @Nullable Instant redeemedAt) {}

    public List<Made> make(int count, Terms terms, @Nullable String operator) {
        var made =
                Stream.generate(CodeText::next)
                        .limit(count)
                        .map(text -> new PostgresCodes.NewCode(UUID.randomUUID(), text))
                        .toList();
        codes.insert(made, terms, operator);
        return made.stream().map(code -> new Made(code.id(), code.text().text())).toList();
    }

    /// The newest first, from behind a code on.
    public List<Card> page(@Nullable UUID after, int most) {
        return codes.page(after, most);
    }

    /// Nobody can redeem it from now on; false where it is unknown or redeemed.
    public boolean revoke(UUID id) {
        return codes.revoke(id);
    }

    /// Gives a code's credits to the tenant; a repeat by the same tenant changes nothing. Throws
    /// {@link GatewayException} for a code that gives nothing, without saying why, so that codes
    /// cannot be searched for.
    public TopUp redeem(TenantId tenant, String text) {
        var redeemed =
                CodeText.parse(text)
                        .flatMap(code -> redeemed(tenant, code))
                        .orElseThrow(
                                () ->
                                        new GatewayException(
                                                new GatewayError.InvalidField(
                                                        "code",
                                                        "is mistyped, redeemed, or no longer"
                                                                + " valid")));
        if (redeemed.state() == TopUp.State.OWED) {
            grants.grant(redeemed);
        }
        return topUps.find(tenant, redeemed.id()).orElseThrow();
    }

    private Optional<TopUp> redeemed(TenantId tenant, CodeText code) {
        return codes.redeem(tenant, code).flatMap(id -> topUps.find(tenant, id));
    }
}
