package dev.reelay.api.signin;

import dev.reelay.api.request.PublicConfig;
import dev.reelay.api.secret.MasterKeyConfig;
import dev.reelay.common.secret.MasterKey;
import io.quarkus.oidc.AuthorizationCodeTokens;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.Oidc;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.OidcTenantConfigBuilder;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcTenantConfig.Authentication.CookieSameSite;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends a browser to the issuer and takes it back, by OpenID Connect's code flow with PKCE, state
/// and nonce. What must be known until it comes back stands in a cookie that only we can read, so
/// any replica may take it.
@Singleton
public final class CodeFlow {
    /// Below the public address; the issuer must be told of it.
    public static final String PATH = "/console/sign-in";

    private static final Logger LOG = Logger.getLogger(CodeFlow.class);

    /// Also in the names of the extension's cookies.
    private static final String CONSOLE = "console";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Below the patience, so that a connection to an issuer that hangs is closed.
    private static final Duration REQUEST = Duration.ofSeconds(4);

    private static final Duration AT_THE_ISSUER = Duration.ofMinutes(10);
    private static final int OK = 200;

    private final SignInConfig config;
    private final SignIn signIn;
    private final TenantConfigBean issuers;
    private final OidcAuthenticationMechanism mechanism;
    private final IdentityProviderManager identities;

    CodeFlow(
            SignInConfig config,
            SignIn signIn,
            TenantConfigBean issuers,
            OidcAuthenticationMechanism mechanism,
            IdentityProviderManager identities) {
        this.config = config;
        this.signIn = signIn;
        this.issuers = issuers;
        this.mechanism = mechanism;
        this.identities = identities;
    }

    /// At start, before there are beans.
    static void configure(
            @Observes Oidc oidc, SignInConfig config, PublicConfig place, MasterKeyConfig master) {
        if (config.issuer().isPresent() && config.clientId().isPresent()) {
            var settings = settings(config.issuer().get(), config.clientId().get(), place, master);
            config.clientSecret().ifPresent(secret -> settings.credentials(secret));
            oidc.create(settings.build());
        }
    }

    private static OidcTenantConfigBuilder settings(
            URI issuer, String client, PublicConfig place, MasterKeyConfig master) {
        var state = new MasterKey(master.key()).derive("console state v1").getEncoded();
        return OidcTenantConfig.authServerUrl(issuer.toString())
                .tenantId(CONSOLE)
                .applicationType(ApplicationType.WEB_APP)
                .clientId(client)
                .connectionTimeout(PATIENCE)
                .authentication()
                .redirectPath(place.base() + PATH)
                .removeRedirectParameters(false)
                .restorePathAfterRedirect(false)
                .pkceRequired()
                .nonceRequired()
                .stateSecret(Base64.getEncoder().encodeToString(state))
                .stateCookieAge(AT_THE_ISSUER)
                .cookiePath("/" + CONSOLE)
                .cookieForceSecure(place.isSecure())
                .stateCookieSameSite(CookieSameSite.LAX)
                .cookieSameSite(CookieSameSite.LAX)
                .end()
                .token()
                .subjectRequired()
                .end();
    }

    /// Whether people can sign in at an issuer here.
    public boolean isOffered() {
        return config.issuer().isPresent() && config.clientId().isPresent();
    }

    /// Where the browser shall go; empty where the issuer does not answer.
    public Optional<URI> begin(RoutingContext exchange) {
        if (!answers()) {
            return Optional.empty();
        }
        var challenge = await(mechanism.getChallenge(named(exchange)));
        return Optional.of(
                challenge.getHeaders().entrySet().stream()
                        .filter(
                                one ->
                                        HttpHeaders.LOCATION.equalsIgnoreCase(
                                                one.getKey().toString()))
                        .map(one -> URI.create(one.getValue()))
                        .findFirst()
                        .orElseThrow());
    }

    /// What came of a browser's way to the issuer.
    public sealed interface Return {
        record Known(Person person) implements Return {}

        /// The code, its state or the tokens it was exchanged for are not right, as when the
        /// browser took too long.
        record Unknown() implements Return {}

        /// The issuer does not answer.
        record Away() implements Return {}
    }

    /// Exchanges the code that a browser came back with.
    public Return complete(RoutingContext exchange) {
        if (!answers()) {
            return new Return.Away(); // the code can still be exchanged when it does
        }
        try {
            return Optional.ofNullable(await(mechanism.authenticate(named(exchange), identities)))
                    .flatMap(identity -> person(exchange, identity))
                    .<Return>map(Return.Known::new)
                    .orElseGet(Return.Unknown::new);
        } catch (RuntimeException e) {
            LOG.warnf("nobody was signed in cause=%s", cause(e));
            return answers() ? new Return.Unknown() : new Return.Away();
        } finally {
            forgetCookie(exchange);
        }
    }

    /// As the same person's tokens at the API are read.
    private Optional<Person> person(RoutingContext exchange, SecurityIdentity identity) {
        AuthorizationCodeTokens tokens =
                Objects.requireNonNull(exchange.get(AuthorizationCodeTokens.class.getName()));
        var id = (JsonWebToken) identity.getPrincipal();
        return signIn.person(tokens.getAccessToken())
                .filter(person -> person.subject().equals(SignIn.subject(id)));
    }

    private static RoutingContext named(RoutingContext exchange) {
        return exchange.put(OidcUtils.TENANT_ID_ATTRIBUTE, CONSOLE);
    }

    /// The one that the extension would keep tokens in.
    private static void forgetCookie(RoutingContext exchange) {
        exchange.response().removeCookies(OidcUtils.SESSION_COOKIE_NAME + "_" + CONSOLE, false);
    }

    /// Whether the issuer does; a browser that was sent to one that does not would show a page of
    /// its own.
    private boolean answers() {
        try {
            var issuer = await(issuer().initialize());
            var keys = issuer.getOidcMetadata().getJsonWebKeySetUri();
            var client = issuer.getOidcProviderClient().getWebClient();
            return await(client.getAbs(keys).timeout(REQUEST.toMillis()).send()).statusCode() == OK;
        } catch (RuntimeException e) {
            LOG.warnf("the issuer gave no answer cause=%s", cause(e));
            return false;
        }
    }

    private TenantConfigContext issuer() {
        return Objects.requireNonNull(issuers.getStaticTenant(CONSOLE));
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(PATIENCE);
    }

    /// Without what tokens hold, which others of these messages tell.
    private static @Nullable String cause(Throwable e) {
        var cause = e.getCause();
        if (cause != null) {
            return cause(cause);
        }
        return e instanceof OIDCException || e instanceof IOException
                ? e.getMessage()
                : e.getClass().getSimpleName();
    }
}
