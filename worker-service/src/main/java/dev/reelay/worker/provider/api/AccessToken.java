package dev.reelay.worker.provider.api;

import java.time.Duration;

/// What calls show that an upstream has let us in for a while.
///
/// @param life from when it was given
public record AccessToken(String text, Duration life) {
    /// Not the text, which is a secret.
    @Override
    public String toString() {
        return "for " + life;
    }
}
