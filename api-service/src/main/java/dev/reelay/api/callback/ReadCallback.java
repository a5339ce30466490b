package dev.reelay.api.callback;

import jakarta.inject.Singleton;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Reads a callback address as this installation allows it.
@Singleton
public final class ReadCallback {
    private final CallbackConfig config;

    ReadCallback(CallbackConfig config) {
        this.config = config;
    }

    /// Null where there is none. Throws {@link dev.reelay.api.error.GatewayException} for
    /// `callback_url` where it is no address of the public internet. No name is resolved: that is
    /// for the moment when it is called.
    public @Nullable URI read(@Nullable String text) {
        return text == null ? null : CallbackUrl.read(text, config.loopback());
    }
}
