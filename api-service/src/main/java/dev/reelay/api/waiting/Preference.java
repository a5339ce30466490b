package dev.reelay.api.waiting;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `wait` of a `Prefer` header, RFC 7240 section 4.3.
public final class Preference {
    private static final Pattern WAIT =
            Pattern.compile("(?i)(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=$|[,;])");

    private Preference() {}

    /// How long a client wants to wait; empty where it does not say so in a way that is understood,
    /// which the RFC has ignored.
    public static Optional<Duration> wait(@Nullable String prefer) {
        return Optional.ofNullable(prefer)
                .map(WAIT::matcher)
                .filter(match -> match.find())
                .map(match -> Duration.ofSeconds(Long.parseLong(match.group(1))))
                .filter(Duration::isPositive);
    }
}
