package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.body.ReadBody;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.tenant.Plan;
import dev.reelay.api.tenant.PostgresPlans;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.Model;
import dev.reelay.common.catalogue.Resolution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/plans`: what tenants may have. A plan counts for new requests, everywhere within
/// about a second; accepted jobs keep what they were accepted with.
@Path("/admin/v1/plans")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorPlans {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final int MOST = 1_000_000;
    private static final Duration LONGEST_KEPT = Duration.ofDays(3650);
    private static final Duration USUAL_PROMPTS_KEPT = Duration.ofDays(30);
    private static final Set<String> MEMBERS =
            Set.of(
                    "rank",
                    "weight",
                    "jobs_at_once",
                    "jobs_queued",
                    "jobs_per_day",
                    "requests_per_second",
                    "files_kept_seconds",
                    "prompts_kept_seconds",
                    "longest_seconds",
                    "highest_resolution",
                    "models");

    private final ReadBody bodies;
    private final PostgresPlans plans;
    private final Catalogue catalogue;
    private final IdentifyCaller callers;

    OperatorPlans(
            ReadBody bodies, PostgresPlans plans, Catalogue catalogue, IdentifyCaller callers) {
        this.bodies = bodies;
        this.plans = plans;
        this.catalogue = catalogue;
        this.callers = callers;
    }

    /// Null is no limit.
    public record PlanView(
            String id,
            int rank,
            int weight,
            int jobsAtOnce,
            @Nullable Integer jobsQueued,
            @Nullable Integer jobsPerDay,
            @Nullable Integer requestsPerSecond,
            long filesKeptSeconds,
            long promptsKeptSeconds,
            @Nullable Integer longestSeconds,
            @Nullable String highestResolution,
            @Nullable Set<String> models) {
        static PlanView of(Plan plan) {
            var highest = plan.highestResolution();
            var models = plan.models();
            return new PlanView(
                    plan.id(),
                    plan.rank(),
                    plan.weight(),
                    plan.jobsAtOnce(),
                    plan.jobsQueued(),
                    plan.jobsPerDay(),
                    plan.requestsPerSecond(),
                    plan.filesKept().toSeconds(),
                    plan.promptsKept().toSeconds(),
                    plan.longestSeconds(),
                    highest == null ? null : highest.word(),
                    models == null ? null : new TreeSet<>(models));
        }
    }

    /// The lowest first.
    public record PlansView(List<PlanView> data) {}

    @GET
    public PlansView list() {
        return new PlansView(plans.all().stream().map(PlanView::of).toList());
    }

    @GET
    @Path("{plan}")
    public PlanView get(@PathParam("plan") String id) {
        return plans.find(id).map(PlanView::of).orElseThrow(OperatorPlans::unknown);
    }

    /// The whole plan: what is not named has no limit.
    @PUT
    @Path("{plan}")
    @Consumes(MediaType.WILDCARD)
    public PlanView put(
            @Context HttpHeaders headers, @PathParam("plan") String id, InputStream content) {
        if (!ID.matcher(id).matches()) {
            throw invalid("plan", "must be 1 to 40 of a-z, 0-9 and -, and begin with a letter");
        }
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(MEMBERS);
            var plan = plan(id, fields);
            if (!plans.put(plan)) {
                throw new GatewayException(
                        new GatewayError.NotNow("another plan has the rank " + plan.rank()));
            }
            callers.forgetAll();
            return PlanView.of(plan);
        }
    }

    private Plan plan(String id, Fields fields) {
        return new Plan(
                id,
                needed(fields, "rank", 0),
                needed(fields, "weight", 1),
                needed(fields, "jobs_at_once", 1),
                count(fields, "jobs_queued", 0),
                count(fields, "jobs_per_day", 0),
                count(fields, "requests_per_second", 1),
                needed(fields, "files_kept_seconds"),
                Objects.requireNonNullElse(
                        kept(fields, "prompts_kept_seconds"), USUAL_PROMPTS_KEPT),
                count(fields, "longest_seconds", 1),
                highest(fields),
                models(fields));
    }

    private static int needed(Fields fields, String name, int least) {
        var count = count(fields, name, least);
        if (count == null) {
            throw new GatewayException(new GatewayError.MissingField(name));
        }
        return count;
    }

    private static @Nullable Integer count(Fields fields, String name, int least) {
        var count = fields.count(name);
        if (count != null && (count < least || count > MOST)) {
            throw invalid(name, "must be %d to %d".formatted(least, MOST));
        }
        return count;
    }

    private static Duration needed(Fields fields, String name) {
        var kept = kept(fields, name);
        if (kept == null) {
            throw new GatewayException(new GatewayError.MissingField(name));
        }
        return kept;
    }

    private static @Nullable Duration kept(Fields fields, String name) {
        var seconds = fields.whole(name);
        if (seconds == null) {
            return null;
        }
        if (seconds < 1 || seconds > LONGEST_KEPT.toSeconds()) {
            throw invalid(name, "must be 1 to " + LONGEST_KEPT.toSeconds());
        }
        return Duration.ofSeconds(seconds);
    }

    private static @Nullable Resolution highest(Fields fields) {
        var word = fields.text("highest_resolution");
        return word == null
                ? null
                : Resolution.named(word)
                        .orElseThrow(
                                () ->
                                        invalid(
                                                "highest_resolution",
                                                "must be one of 480p, 720p, 768p, 1080p, 2K, 4K"));
    }

    private @Nullable Set<String> models(Fields fields) {
        var ids = fields.texts("models");
        if (ids == null) {
            return null;
        }
        var known = new TreeSet<String>();
        catalogue.models().stream().map(Model::id).forEach(known::add);
        for (var id : ids) {
            if (!known.contains(id)) {
                throw invalid("models", "'" + id + "' is no id of the catalogue");
            }
        }
        return Set.copyOf(ids);
    }

    @DELETE
    @Path("{plan}")
    public Response remove(@PathParam("plan") String id) {
        return switch (plans.remove(id)) {
            case DONE -> Response.noContent().build();
            case UNKNOWN -> throw unknown();
            case IN_USE ->
                    throw new GatewayException(
                            new GatewayError.NotNow("tenants have this plan; change theirs first"));
        };
    }

    private static GatewayException unknown() {
        return new GatewayException(new GatewayError.NotFound("plan"));
    }
}
