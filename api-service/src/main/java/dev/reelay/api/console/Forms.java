package dev.reelay.api.console;

import dev.reelay.api.secret.OneTime;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sees to it that a form was sent from a page of ours: the page holds the value of a cookie that a
/// browser sends from no other site. `Origin` would not tell: with `Referrer-Policy: no-referrer`
/// browsers send it as `null` (Fetch, "append a request Origin header").
@Singleton
final class Forms {
    private static final Pattern VALUE = Pattern.compile("[\\w-]{43}");

    private final Cookies cookies;

    Forms(Cookies cookies) {
        this.cookies = cookies;
    }

    /// The value for forms of a page: the browser's own, or a new one that it is to keep.
    String value() {
        var own = cookies.form();
        return own != null && VALUE.matcher(own).matches() ? own : OneTime.next();
    }

    String cookie(String value) {
        return cookies.form(value);
    }

    /// @param sent what the form held; null for nothing
    boolean isOurs(@Nullable String sent) {
        var own = Objects.requireNonNullElse(cookies.form(), "");
        return VALUE.matcher(own).matches()
                && MessageDigest.isEqual(
                        own.getBytes(StandardCharsets.UTF_8),
                        Objects.requireNonNullElse(sent, "").getBytes(StandardCharsets.UTF_8));
    }
}
