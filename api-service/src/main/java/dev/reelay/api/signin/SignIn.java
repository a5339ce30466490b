package dev.reelay.api.signin;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.Oidc;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.Tenant;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcTenantConfig.Roles.Source;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Tells who brings a token of the configured issuer. Its keys are fetched when they are first
/// needed and kept, so tokens are known while it is away.
@Singleton
public final class SignIn {
    private static final Logger LOG = Logger.getLogger(SignIn.class);
    private static final String ISSUER = "people";
    private static final Pattern JWT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final SignInConfig config;
    private final TenantIdentityProvider issuer;

    SignIn(SignInConfig config, @Tenant(ISSUER) TenantIdentityProvider issuer) {
        this.config = config;
        this.issuer = issuer;
    }

    /// At start, before there are beans.
    static void configure(@Observes Oidc oidc, SignInConfig config) {
        config.issuer().ifPresent(issuer -> oidc.create(settings(issuer.toString(), config)));
    }

    private static OidcTenantConfig settings(String issuer, SignInConfig config) {
        var settings =
                OidcTenantConfig.authServerUrl(issuer)
                        .tenantId(ISSUER)
                        .applicationType(ApplicationType.SERVICE)
                        .token()
                        .audience(config.audience())
                        .subjectRequired()
                        .allowJwtIntrospection(false)
                        .allowOpaqueTokenIntrospection(false)
                        .end();
        config.rolesClaim().ifPresent(claim -> settings.roles(Source.accesstoken, claim));
        return settings.build();
    }

    /// Empty for what is no valid token of the issuer, for another audience, or out of time. Throws
    /// {@link GatewayException} where the issuer's keys are needed and it does not answer.
    public Optional<Person> person(String token) {
        if (config.issuer().isEmpty() || !JWT.matcher(token).matches()) {
            return Optional.empty();
        }
        try {
            var identity =
                    issuer.authenticate(new AccessTokenCredential(token)).await().atMost(PATIENCE);
            return Optional.of(person(identity));
        } catch (AuthenticationFailedException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            LOG.warnf("the issuer gave no answer cause=%s", e.getMessage());
            throw new GatewayException(new GatewayError.TryLater(WAIT));
        }
    }

    private Person person(SecurityIdentity identity) {
        var token = (JsonWebToken) identity.getPrincipal();
        return new Person(
                subject(token),
                Objects.requireNonNullElse(
                        text(token, Claims.preferred_username.name()), "someone"),
                text(token, config.tenantClaim()),
                identity.getRoles());
    }

    /// Of whom a token of the issuer speaks; see {@link Person}.
    static String subject(JsonWebToken token) {
        return token.getIssuer() + " " + token.getSubject();
    }

    private static @Nullable String text(JsonWebToken token, String claim) {
        return switch (token.<Object>getClaim(claim)) {
            case String text -> text;
            case JsonString text -> text.getString();
            case null, default -> null;
        };
    }
}
