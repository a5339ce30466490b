package dev.reelay.api.quote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reelay.api.credit.Facts;
import dev.reelay.api.credit.PromisedPrice;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.KeyMode;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.event.PooledBuffers;
import dev.reelay.common.id.TenantId;
import dev.reelay.common.secret.MasterKey;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import javax.crypto.SecretKey;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/// A promise of a price as a signed token, so that nothing is stored for a quote. It is good for
/// one tenant, one mode and exactly the facts it was made for.
@Singleton
public final class QuoteToken {
    private static final String ISSUER = "reelay";
    private static final String AUDIENCE = "quote";
    private static final JsonMapper JSON =
            JsonMapper.builder(PooledBuffers.factory().build()).build();

    private final SecretKey key;
    private final InstantSource clock;
    private final QuoteConfig config;

    QuoteToken(MasterKey master, InstantSource clock, QuoteConfig config) {
        this.key = master.derive("quote token v1");
        this.clock = clock;
        this.config = config;
    }

    /// A token and when it ends.
    public record Quote(String token, Instant expiresAt) {}

    public Quote sign(TenantId tenant, KeyMode mode, Facts facts, PromisedPrice price) {
        var end = clock.instant().plus(config.life()).truncatedTo(ChronoUnit.SECONDS);
        var token =
                Jwt.issuer(ISSUER)
                        .audience(AUDIENCE)
                        .subject(tenant.toString())
                        .issuedAt(clock.instant())
                        .expiresAt(end)
                        .claim("mode", mode.word())
                        .claim("facts", text(facts))
                        .claim("price_version", price.priceVersion())
                        .claim("amount", price.amount().micros())
                        .claim("plan", price.plan())
                        .jws()
                        .algorithm(SignatureAlgorithm.HS256)
                        .sign(key);
        return new Quote(token, end);
    }

    /// The promised price. Throws {@link GatewayException} where the token is forged, expired or
    /// was made for something else.
    public PromisedPrice verify(String token, TenantId tenant, KeyMode mode, Facts facts) {
        var claims = claims(token, tenant);
        try {
            var fits =
                    mode.word().equals(claims.getStringClaimValue("mode"))
                            && text(facts).equals(claims.getStringClaimValue("facts"));
            if (!fits) {
                throw invalid("was made for another submission");
            }
            return new PromisedPrice(
                    claims.getClaimValue("price_version", Number.class).intValue(),
                    new Credits(claims.getClaimValue("amount", Number.class).longValue()),
                    claims.getStringClaimValue("plan"));
        } catch (MalformedClaimException e) {
            throw new IllegalStateException("a quote of ours is malformed", e);
        }
    }

    private JwtClaims claims(String token, TenantId tenant) {
        try {
            return new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(
                            new AlgorithmConstraints(
                                    ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256))
                    .setVerificationKey(key)
                    .setRequireExpirationTime()
                    .setExpectedIssuer(ISSUER)
                    .setExpectedAudience(AUDIENCE)
                    .setExpectedSubject(tenant.toString())
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                    .build()
                    .processToClaims(token);
        } catch (InvalidJwtException e) {
            throw invalid(
                    e.hasErrorCode(ErrorCodes.EXPIRED) ? "has expired" : "is no quote of yours");
        }
    }

    private static String text(Facts facts) {
        try {
            return JSON.writeValueAsString(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts of ours cannot be written", e);
        }
    }

    private static GatewayException invalid(String why) {
        return new GatewayException(new GatewayError.InvalidField("quote_id", why));
    }
}
