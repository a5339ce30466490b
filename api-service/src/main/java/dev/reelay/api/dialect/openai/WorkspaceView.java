package dev.reelay.api.dialect.openai;

import dev.reelay.api.clock.UnixSeconds;
import dev.reelay.api.tenant.Plan;
import dev.reelay.api.tenant.WorkspaceId;
import dev.reelay.api.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A workspace as its tenant sees it. Times in Unix seconds.
///
/// @param callbackMode is the operator's to set, as the plan is
public record WorkspaceView(
        String id,
        String object,
        String name,
        @Nullable String dialect,
        @Nullable String callbackUrl,
        List<String> callbackOrigins,
        String callbackMode,
        OpenAiKeys.@Nullable Spending spendLimits,
        long promptsKeptSeconds,
        List<String> ownAccountModels,
        String plan,
        Limits limits,
        long createdAt,
        @Nullable Long archivedAt) {
    static WorkspaceView of(Workspace workspace, Plan plan) {
        var settings = workspace.settings();
        var usual = settings.usualCallback();
        return new WorkspaceView(
                WorkspaceId.text(workspace.id()),
                "workspace",
                settings.name(),
                settings.dialect(),
                usual == null ? null : usual.toString(),
                settings.origins(),
                workspace.callbackMode().word(),
                OpenAiKeys.Spending.of(settings.spending()),
                promptsKept(settings.promptsKept(), plan).toSeconds(),
                settings.ownAccountModels().stream().sorted().toList(),
                plan.id(),
                Limits.of(plan),
                workspace.createdAt().getEpochSecond(),
                UnixSeconds.of(workspace.archivedAt()));
    }

    /// Never longer than the plan has it now, whatever it had when the workspace was set.
    private static Duration promptsKept(@Nullable Duration set, Plan plan) {
        return set == null || set.compareTo(plan.promptsKept()) > 0 ? plan.promptsKept() : set;
    }

    /// Not the addresses.
    @Override
    public String toString() {
        return id;
    }

    /// What the plan allows; null is no limit.
    public record Limits(
            int jobsAtOnce,
            @Nullable Integer jobsQueued,
            @Nullable Integer jobsPerDay,
            @Nullable Integer requestsPerSecond,
            @Nullable Integer longestSeconds,
            @Nullable String highestResolution,
            long filesKeptSeconds,
            long promptsKeptSeconds) {
        static Limits of(Plan plan) {
            var highest = plan.highestResolution();
            return new Limits(
                    plan.jobsAtOnce(),
                    plan.jobsQueued(),
                    plan.jobsPerDay(),
                    plan.requestsPerSecond(),
                    plan.longestSeconds(),
                    highest == null ? null : highest.word(),
                    plan.filesKept().toSeconds(),
                    plan.promptsKept().toSeconds());
        }
    }
}
