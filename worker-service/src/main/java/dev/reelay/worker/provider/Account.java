package dev.reelay.worker.provider;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// An account of the operator's at an upstream: where it is reached and by which secrets. Whatever
/// was submitted with an account is polled, fetched and cancelled with the same.
///
/// @param name the operator's own, e.g. `kling-main`
/// @param provider the kind of upstream, as routes of the catalogue name it
/// @param base where its API is reached; absent for the upstream's own usual address
/// @param secrets by the names that the upstream's documentation gives them, e.g. `api_key`
/// @param settings what else the adapter wants to know, e.g. a region
public record Account(
        String name,
        String provider,
        Optional<URI> base,
        Map<String, String> secrets,
        Map<String, String> settings) {
    public Account {
        secrets = Map.copyOf(secrets);
        settings = Map.copyOf(settings);
    }

    /// Throws {@link InvalidAccountException} where the account has no such secret.
    public String secret(String secret) {
        return Optional.ofNullable(secrets.get(secret))
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () ->
                                new InvalidAccountException(
                                        "secrets." + secret,
                                        "%s needs the secret '%s'".formatted(provider, secret)));
    }

    public Optional<String> setting(String setting) {
        return Optional.ofNullable(settings.get(setting)).filter(text -> !text.isBlank());
    }

    /// Neither secrets nor settings.
    @Override
    public String toString() {
        return name;
    }
}
