package dev.reelay.api.key;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.tenant.WorkspaceId;
import dev.reelay.common.catalogue.Catalogue;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what a key is to be able to do. Throws {@link dev.reelay.api.error.GatewayException} for
/// what cannot be.
@Singleton
public final class ReadKeySettings {
    /// The members of a body that are read here.
    public static final Set<String> MEMBERS =
            Set.of(
                    "name",
                    "mode",
                    "scopes",
                    "dialect",
                    "models",
                    "ip_allow_list",
                    "expires_at",
                    "spend_limits",
                    "workspace");

    private static final List<String> DIALECTS =
            List.of("openai", "gptimage2", "newapi", "openrouter", "aigate", "a4f");
    private static final String NATIVE = "openai";
    private static final int LONGEST_NAME = 200;
    private static final int MOST_MODELS = 200;
    private static final int MOST_ADDRESSES = 50;
    private static final long LATEST = 253_402_300_799L;

    private final Catalogue catalogue;
    private final InstantSource clock;

    ReadKeySettings(Catalogue catalogue, InstantSource clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /// Of a key to be made. What is absent narrows nothing.
    ///
    /// @param usualMode where none is named
    /// @param usualScopes where none are named
    /// @param usualWorkspace where none is named
    public KeySettings read(
            Fields fields, KeyMode usualMode, Set<Scope> usualScopes, UUID usualWorkspace) {
        return new KeySettings(
                name(fields.required("name")),
                mode(fields.text("mode"), usualMode),
                fields.has("scopes") ? scopes(fields) : usualScopes,
                dialect(fields),
                fields.has("models") ? models(fields) : null,
                fields.has("ip_allow_list") ? addresses(fields) : null,
                expiry(fields),
                spending(fields),
                workspace(fields.text("workspace"), usualWorkspace));
    }

    /// Of a key that has these now: what is there changes, a null takes a narrowing away.
    public KeySettings change(Fields fields, KeySettings now) {
        return new KeySettings(
                named(fields, "name") ? name(fields.required("name")) : now.name(),
                now.mode(),
                named(fields, "scopes") ? scopes(fields) : now.scopes(),
                or(fields, "dialect", now.dialect(), () -> dialect(fields)),
                or(fields, "models", now.models(), () -> models(fields)),
                or(fields, "ip_allow_list", now.addresses(), () -> addresses(fields)),
                or(fields, "expires_at", now.expiresAt(), () -> expiry(fields)),
                named(fields, "spend_limits") ? spending(fields) : now.spending(),
                now.workspace());
    }

    private static boolean named(Fields fields, String member) {
        return fields.names().contains(member);
    }

    private static <T> @Nullable T or(
            Fields fields, String member, @Nullable T now, Supplier<@Nullable T> read) {
        if (!named(fields, member)) {
            return now;
        }
        return fields.has(member) ? read.get() : null;
    }

    private static String name(String name) {
        if (name.length() > LONGEST_NAME) {
            throw invalid("name", "must have 1 to " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private static KeyMode mode(@Nullable String word, KeyMode usual) {
        return word == null
                ? usual
                : KeyMode.named(word).orElseThrow(() -> invalid("mode", "must be live or test"));
    }

    /// What a key speaks, or those of a workspace that were made without; null for the native one.
    public static @Nullable String dialect(Fields fields) {
        var dialect = fields.text("dialect");
        if (dialect != null && !DIALECTS.contains(dialect)) {
            throw invalid("dialect", "must be one of " + String.join(", ", DIALECTS));
        }
        return dialect;
    }

    private static UUID workspace(@Nullable String id, UUID usual) {
        return id == null ? usual : WorkspaceId.read("workspace", id);
    }

    private static Set<Scope> scopes(Fields fields) {
        var scopes = EnumSet.noneOf(Scope.class);
        for (var word : texts(fields, "scopes", Scope.values().length)) {
            scopes.add(Scope.named(word).orElseThrow(() -> invalid("scopes", allowedScopes())));
        }
        return scopes;
    }

    private static String allowedScopes() {
        return "may hold "
                + Arrays.stream(Scope.values()).map(Scope::word).collect(Collectors.joining(", "));
    }

    private Set<String> models(Fields fields) {
        var models = new TreeSet<String>();
        for (var id : texts(fields, "models", MOST_MODELS)) {
            var model = catalogue.find(NATIVE, id);
            models.add(
                    model.orElseThrow(
                                    () ->
                                            invalid(
                                                    "models",
                                                    "'" + id + "' is no model of GET /v1/models"))
                            .id());
        }
        return models;
    }

    private static List<AddressRange> addresses(Fields fields) {
        return texts(fields, "ip_allow_list", MOST_ADDRESSES).stream()
                .map(
                        text ->
                                AddressRange.parse(text)
                                        .orElseThrow(
                                                () ->
                                                        invalid(
                                                                "ip_allow_list",
                                                                "'"
                                                                        + text
                                                                        + "' is no address or range like"
                                                                        + " 203.0.113.0/24 or"
                                                                        + " 2001:db8::/32")))
                .toList();
    }

    private @Nullable Instant expiry(Fields fields) {
        var seconds = fields.whole("expires_at");
        if (seconds == null) {
            return null;
        }
        if (seconds <= clock.instant().getEpochSecond() || seconds > LATEST) {
            throw invalid("expires_at", "must be a time to come, in Unix seconds");
        }
        return Instant.ofEpochSecond(seconds);
    }

    /// All of them at once: one that is not named is none.
    public static SpendLimits spending(Fields fields) {
        var limits = fields.object("spend_limits");
        if (limits == null) {
            return SpendLimits.NONE;
        }
        limits.refuseOthersThan(Set.of("daily", "monthly", "total"));
        return new SpendLimits(
                limits.credits("daily"), limits.credits("monthly"), limits.credits("total"));
    }

    private static List<String> texts(Fields fields, String member, int most) {
        var texts = fields.texts(member);
        if (texts == null || texts.isEmpty() || texts.size() > most) {
            throw invalid(member, "must hold 1 to " + most + " texts");
        }
        return texts;
    }
}
