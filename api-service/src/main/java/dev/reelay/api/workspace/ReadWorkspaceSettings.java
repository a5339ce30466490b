package dev.reelay.api.workspace;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.address.ReadAddress;
import dev.reelay.api.body.Fields;
import dev.reelay.api.key.ReadKeySettings;
import dev.reelay.api.tenant.CallbackPolicy;
import dev.reelay.api.tenant.Plan;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what a workspace is to have. Throws {@link dev.reelay.api.error.GatewayException} for what
/// cannot be.
@Singleton
public final class ReadWorkspaceSettings {
    /// The members of a body that every workspace's own keys may change.
    public static final Set<String> DEFAULTS =
            Set.of("name", "dialect", "callback_url", "callback_origins", "prompts_kept_seconds");

    /// All members of a body that makes a workspace.
    public static final Set<String> MADE_WITH =
            with(DEFAULTS, "spend_limits", "own_account_models");

    /// All members of a body that changes one.
    public static final Set<String> MEMBERS = with(MADE_WITH, "archived");

    private static final int LONGEST_NAME = 200;
    private static final int MOST_ORIGINS = 20;

    private final ReadAddress addresses;

    ReadWorkspaceSettings(ReadAddress addresses) {
        this.addresses = addresses;
    }

    private static Set<String> with(Set<String> members, String... more) {
        return Stream.concat(members.stream(), Stream.of(more))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Of a workspace to be made.
    ///
    /// @param plan that says how long prompts may be kept
    public WorkspaceSettings read(Fields fields, Plan plan) {
        return new WorkspaceSettings(
                name(fields),
                ReadKeySettings.dialect(fields),
                usual(fields),
                origins(fields),
                ReadKeySettings.spending(fields),
                promptsKept(fields, plan),
                ownAccountModels(fields),
                false);
    }

    /// Of a workspace that has these now: what is there changes, a null takes it away.
    ///
    /// @param plan that says how long prompts may be kept
    public WorkspaceSettings change(Fields fields, WorkspaceSettings now, Plan plan) {
        var named = fields.names();
        return new WorkspaceSettings(
                named.contains("name") ? name(fields) : now.name(),
                named.contains("dialect") ? ReadKeySettings.dialect(fields) : now.dialect(),
                named.contains("callback_url") ? usual(fields) : now.usualCallback(),
                named.contains("callback_origins") ? origins(fields) : now.origins(),
                named.contains("spend_limits") ? ReadKeySettings.spending(fields) : now.spending(),
                named.contains("prompts_kept_seconds")
                        ? promptsKept(fields, plan)
                        : now.promptsKept(),
                named.contains("own_account_models")
                        ? ownAccountModels(fields)
                        : now.ownAccountModels(),
                Objects.requireNonNullElse(fields.flag("archived"), now.archived()));
    }

    /// Those that are named; nothing where they are not.
    static Set<String> ownAccountModels(Fields fields) {
        var models = fields.texts("own_account_models");
        return models == null ? Set.of() : Set.copyOf(models);
    }

    private static @Nullable Duration promptsKept(Fields fields, Plan plan) {
        var seconds = fields.whole("prompts_kept_seconds");
        if (seconds == null) {
            return null;
        }
        var most = plan.promptsKept().toSeconds();
        if (seconds < 1 || seconds > most) {
            throw invalid(
                    "prompts_kept_seconds", "must be 1 to %d, as the plan has".formatted(most));
        }
        return Duration.ofSeconds(seconds);
    }

    private static String name(Fields fields) {
        var name = fields.required("name");
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw invalid("name", "must have 1 to " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private @Nullable URI usual(Fields fields) {
        var text = fields.text("callback_url");
        return text == null ? null : addresses.read("callback_url", text);
    }

    private List<String> origins(Fields fields) {
        var texts = fields.texts("callback_origins");
        if (texts == null) {
            return List.of();
        }
        if (texts.size() > MOST_ORIGINS) {
            throw invalid("callback_origins", "must be %d at most".formatted(MOST_ORIGINS));
        }
        return texts.stream().map(this::origin).distinct().toList();
    }

    private String origin(String text) {
        var address = addresses.read("callback_origins", text);
        if (!address.getRawPath().equals("/") || address.getRawQuery() != null) {
            throw invalid(
                    "callback_origins",
                    "must be scheme, host and port alone, as https://hooks.example.com");
        }
        return CallbackPolicy.origin(address);
    }
}
