package dev.reelay.api.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/// Where people sign in.
@ConfigMapping(prefix = "reelay.oidc")
public interface SignInConfig {
    /// The issuer's address, where `.well-known/openid-configuration` lies; without it nobody signs
    /// in.
    Optional<URI> issuer();

    /// What a token must be made for.
    @WithDefault("reelay")
    String audience();

    /// The claim that holds the id of a member's tenant.
    @WithDefault("reelay_tenant")
    String tenantClaim();

    /// The claims that hold roles, with `/` between levels. Without it those that Keycloak and
    /// MicroProfile use.
    Optional<String> rolesClaim();

    /// As what the issuer knows the console; without it people sign in there by one-time links
    /// only.
    Optional<String> clientId();

    /// Proves that to the issuer; none where it knows the console as a public client.
    Optional<String> clientSecret();
}
