package dev.reelay.worker.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.address.AddressPolicy;
import dev.reelay.address.InvalidAddress;
import dev.reelay.address.PublicUrl;
import dev.reelay.worker.cost.CostRule;
import dev.reelay.worker.cost.CostRules;
import dev.reelay.worker.internal.Members;
import dev.reelay.worker.internal.Refused.Invalid;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is put in place of an account. Secrets and costs that are left out stay as they are.
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
    /// Of a body by which a tenant changes one.
    static final Set<String> MEMBERS_OF_TENANT =
            Set.of("provider", "base_url", "secrets", "settings", "slots", "submits_per_minute");

    private static final Set<String> MEMBERS = with(MEMBERS_OF_TENANT, "costs");
    private static final int LONGEST = 8192;
    private static final int USUAL_SLOTS = 10;
    private static final int MOST_SLOTS = 10_000;
    private static final int MOST_SUBMITS = 60_000;

    static Set<String> with(Set<String> members, String more) {
        return Stream.concat(members.stream(), Stream.of(more))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What an operator entered. Throws {@link Invalid}.
    static AccountChange read(@Nullable String body) {
        var members = Members.of(body, MEMBERS);
        return new AccountChange(
                members.text("provider", LONGEST).orElseThrow(AccountChange::noProvider),
                members.text("base_url", LONGEST).map(AccountChange::address),
                members.texts("secrets", LONGEST),
                members.texts("settings", LONGEST).orElse(Map.of()),
                members.number("slots", 0, MOST_SLOTS).orElse(USUAL_SLOTS),
                members.number("submits_per_minute", 1, MOST_SUBMITS),
                members.object("costs").map(AccountChange::costs));
    }

    /// What a tenant entered: an upstream of the public internet, which charges the operator
    /// nothing. Throws {@link Invalid}.
    ///
    /// @param now what stays where it is left out; null for a new account
    static AccountChange ofTenant(
            Members members, AddressPolicy addresses, @Nullable AccountView now) {
        return new AccountChange(
                members.text("provider", LONGEST)
                        .or(() -> Optional.ofNullable(now).map(AccountView::provider))
                        .orElseThrow(AccountChange::noProvider),
                members.has("base_url") || now == null
                        ? members.text("base_url", LONGEST)
                                .map(text -> publicAddress(text, addresses))
                        : Optional.ofNullable(now.baseUrl()).map(URI::create),
                members.texts("secrets", LONGEST),
                members.texts("settings", LONGEST)
                        .or(() -> Optional.ofNullable(now).map(AccountView::settings))
                        .orElse(Map.of()),
                members.number("slots", 0, MOST_SLOTS)
                        .or(() -> Optional.ofNullable(now).map(AccountView::slots))
                        .orElse(USUAL_SLOTS),
                members.has("submits_per_minute") || now == null
                        ? members.number("submits_per_minute", 1, MOST_SUBMITS)
                        : Optional.ofNullable(now.submitsPerMinute()),
                Optional.of(CostRules.NOTHING));
    }

    private static Invalid noProvider() {
        return new Invalid("provider", "is required");
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

    private static URI publicAddress(String text, AddressPolicy policy) {
        try {
            return PublicUrl.read(text, policy);
        } catch (InvalidAddress e) {
            throw new Invalid("base_url", e.why());
        }
    }

    /// Not the secrets.
    @Override
    public String toString() {
        return provider;
    }
}
