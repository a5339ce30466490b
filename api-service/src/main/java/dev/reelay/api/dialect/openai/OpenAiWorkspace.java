package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.address.ReadAddress;
import dev.reelay.api.body.Fields;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.key.Scope;
import dev.reelay.api.tenant.CallbackPolicy;
import dev.reelay.api.tenant.Plan;
import dev.reelay.api.tenant.PostgresWorkspaces;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/v1/workspace`: what a tenant sets for all its jobs.
@Path("/v1/workspace")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiWorkspace {
    private static final int MOST_ORIGINS = 20;

    private final ReadCall calls;
    private final ReadAddress addresses;
    private final PostgresWorkspaces workspaces;
    private final IdentifyCaller callers;

    OpenAiWorkspace(
            ReadCall calls,
            ReadAddress addresses,
            PostgresWorkspaces workspaces,
            IdentifyCaller callers) {
        this.calls = calls;
        this.addresses = addresses;
        this.workspaces = workspaces;
        this.callers = callers;
    }

    /// @param callbackMode is the operator's to set, as the plan is
    public record Workspace(
            String object,
            @Nullable String callbackUrl,
            List<String> callbackOrigins,
            String callbackMode,
            String plan,
            Limits limits) {
        static Workspace of(CallbackPolicy callbacks, Plan plan) {
            var usual = callbacks.usual();
            return new Workspace(
                    "workspace",
                    usual == null ? null : usual.toString(),
                    callbacks.origins(),
                    callbacks.mode().word(),
                    plan.id(),
                    Limits.of(plan));
        }

        @Override
        public String toString() {
            return "Workspace";
        }
    }

    /// What the plan allows; null is no limit.
    public record Limits(
            int jobsAtOnce,
            @Nullable Integer jobsQueued,
            @Nullable Integer jobsPerDay,
            @Nullable Integer requestsPerSecond,
            @Nullable Integer longestSeconds,
            @Nullable String highestResolution,
            long filesKeptSeconds) {
        static Limits of(Plan plan) {
            var highest = plan.highestResolution();
            return new Limits(
                    plan.jobsAtOnce(),
                    plan.jobsQueued(),
                    plan.jobsPerDay(),
                    plan.requestsPerSecond(),
                    plan.longestSeconds(),
                    highest == null ? null : highest.word(),
                    plan.filesKept().toSeconds());
        }
    }

    @GET
    public Workspace get(@Context HttpHeaders headers) {
        var caller = calls.caller(headers, Scope.JOBS_READ);
        return Workspace.of(workspaces.callbacks(caller.tenant()), caller.plan());
    }

    /// Counts for submissions at once in this process, and everywhere within about a second. It
    /// says what keys that submit may name, so they may not say it themselves.
    @PATCH
    @Consumes(MediaType.WILDCARD)
    public Workspace change(@Context HttpHeaders headers, InputStream content) {
        var caller = calls.caller(headers, Scope.ADMIN);
        try (var body = calls.json(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("callback_url", "callback_origins"));
            var changed =
                    workspaces.change(
                            caller.tenant(),
                            new PostgresWorkspaces.Change(
                                    fields.names().contains("callback_url"),
                                    usual(fields),
                                    origins(fields)));
            callers.forget(caller.tenant());
            return Workspace.of(changed, caller.plan());
        }
    }

    private @Nullable URI usual(Fields fields) {
        var text = fields.text("callback_url");
        return text == null ? null : addresses.read("callback_url", text);
    }

    private @Nullable List<String> origins(Fields fields) {
        if (!fields.names().contains("callback_origins")) {
            return null;
        }
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
