package dev.reelay.api.address;

import dev.reelay.address.AddressPolicy;
import dev.reelay.address.InvalidAddress;
import dev.reelay.address.PublicUrl;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;

/// Reads an address as this installation allows it.
@Singleton
public final class ReadAddress {
    private final AddressPolicy policy;

    ReadAddress(AddressConfig config) {
        policy =
                new AddressPolicy(
                        config.loopback(),
                        config.ports(),
                        config.allow().orElse(Set.of()),
                        config.allowHttp());
    }

    /// Throws {@link GatewayException} for the field where it is no address of the public internet.
    /// No name is resolved: that is for the moment when it is called.
    public URI read(String field, String text) {
        try {
            return PublicUrl.read(text, policy);
        } catch (InvalidAddress e) {
            throw new GatewayException(new GatewayError.InvalidField(field, e.why()));
        }
    }
}
