package dev.reelay.api.signin;

import io.quarkus.oidc.AuthorizationCodeTokens;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TokenStateManager;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/// Has the extension forget the issuer's tokens: {@link Sessions} keeps who signed in, and nothing
/// that would open more than the console.
@Alternative
@Priority(1)
@Singleton
final class KeepNoTokens implements TokenStateManager {
    @Override
    public Uni<String> createTokenState(
            RoutingContext exchange,
            OidcTenantConfig config,
            AuthorizationCodeTokens tokens,
            OidcRequestContext<String> context) {
        return Uni.createFrom().item("");
    }

    /// No session of ours is of the extension's kind.
    @Override
    public Uni<AuthorizationCodeTokens> getTokens(
            RoutingContext exchange,
            OidcTenantConfig config,
            String state,
            OidcRequestContext<AuthorizationCodeTokens> context) {
        return Uni.createFrom().failure(new AuthenticationFailedException());
    }

    @Override
    public Uni<Void> deleteTokens(
            RoutingContext exchange,
            OidcTenantConfig config,
            String state,
            OidcRequestContext<Void> context) {
        return Uni.createFrom().voidItem();
    }
}
