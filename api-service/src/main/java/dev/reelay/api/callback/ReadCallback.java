package dev.reelay.api.callback;

import dev.reelay.api.address.ReadAddress;
import jakarta.inject.Singleton;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Reads a callback address as this installation allows it.
@Singleton
public final class ReadCallback {
    private final ReadAddress addresses;

    ReadCallback(ReadAddress addresses) {
        this.addresses = addresses;
    }

    /// Null where there is none. Throws {@link dev.reelay.api.error.GatewayException} for
    /// `callback_url` where it is no address of the public internet.
    public @Nullable URI read(@Nullable String text) {
        return text == null ? null : addresses.read("callback_url", text);
    }
}
