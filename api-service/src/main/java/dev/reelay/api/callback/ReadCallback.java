package dev.reelay.api.callback;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.address.ReadAddress;
import dev.reelay.api.tenant.CallbackPolicy;
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
    /// `callback_url` where it is no address of the public internet, or none that the tenant's
    /// policy allows.
    public @Nullable URI read(CallbackPolicy policy, @Nullable String text) {
        if (text == null) {
            return null;
        }
        var address = addresses.read("callback_url", text);
        if (!policy.allows(address)) {
            throw invalid(
                    "callback_url", "must be below one of the callback_origins of the workspace");
        }
        return address;
    }
}
