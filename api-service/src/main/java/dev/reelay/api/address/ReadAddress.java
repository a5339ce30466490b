package dev.reelay.api.address;

import jakarta.inject.Singleton;
import java.net.URI;

/// Reads an address as this installation allows it.
@Singleton
public final class ReadAddress {
    private final AddressConfig config;

    ReadAddress(AddressConfig config) {
        this.config = config;
    }

    /// Throws {@link dev.reelay.api.error.GatewayException} for the field where it is no address of
    /// the public internet. No name is resolved: that is for the moment when it is called.
    public URI read(String field, String text) {
        return PublicUrl.read(field, text, config);
    }
}
