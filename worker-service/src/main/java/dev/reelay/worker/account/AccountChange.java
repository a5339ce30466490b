package dev.reelay.worker.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.worker.cost.CostRule;
import dev.reelay.worker.cost.CostRules;
import dev.reelay.worker.internal.Members;
import dev.reelay.worker.internal.Refused.Invalid;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an operator puts in place of an account. Secrets and costs that are left out stay as they
/// are.
///
/// @param slots how many executions may be at the upstream at once
/// @param submitsPerMinute how many may be sent to it; empty for no limit
/// @param costs what the upstream charges, by its name for a model
record AccountChange(
        String provider,
        Optional<URI> base,
        Optional<Map<String, String>> secrets,
        Map<String, String> settings,
        int slots,
        Optional<Integer> submitsPerMinute,
        Optional<Map<String, CostRule>> costs) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Set<String> MEMBERS =
            Set.of(
                    "provider",
                    "base_url",
                    "secrets",
                    "settings",
                    "slots",
                    "submits_per_minute",
                    "costs");
    private static final int LONGEST = 8192;
    private static final int USUAL_SLOTS = 10;
    private static final int MOST_SLOTS = 10_000;
    private static final int MOST_SUBMITS = 60_000;

    static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new Invalid("name", "must have 1 to 63 small letters, digits and hyphens");
        }
        return text;
    }

    /// Throws {@link Invalid}.
    static AccountChange read(@Nullable String body) {
        var members = Members.of(body, MEMBERS);
        return new AccountChange(
                members.text("provider", LONGEST)
                        .orElseThrow(() -> new Invalid("provider", "is required")),
                members.text("base_url", LONGEST).map(AccountChange::address),
                members.texts("secrets", LONGEST),
                members.texts("settings", LONGEST).orElse(Map.of()),
                members.number("slots", 0, MOST_SLOTS).orElse(USUAL_SLOTS),
                members.number("submits_per_minute", 1, MOST_SUBMITS),
                members.object("costs").map(AccountChange::costs));
    }

    private static Map<String, CostRule> costs(JsonNode entered) {
        try {
            return CostRules.read(entered);
        } catch (IllegalArgumentException e) {
            throw new Invalid("costs", String.valueOf(e.getMessage()));
        }
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new Invalid("base_url", "must be a web address");
        }
    }

    /// Not the secrets.
    @Override
    public String toString() {
        return provider;
    }
}
