package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.credit.Margins;
import dev.reelay.api.credit.Margins.By;
import dev.reelay.api.credit.Margins.Sum;
import dev.reelay.api.credit.TimeSpan;
import dev.reelay.api.csv.Csv;
import dev.reelay.api.quote.Usd;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/margins`: what live jobs that ended in a time brought and cost.
@Path("/admin/v1/margins")
@RunOnVirtualThread
public final class OperatorMargins {
    private static final int LARGEST_PART = 1000;
    private static final int LONGEST = 200;
    private static final List<String> HEADER =
            List.of(
                    "group",
                    "jobs",
                    "jobs_with_cost",
                    "captured",
                    "refunded",
                    "revenue_usd",
                    "cost_usd",
                    "house_loss_usd",
                    "margin_usd");

    private final Margins margins;
    private final Usd usd;

    OperatorMargins(Margins margins, Usd usd) {
        this.margins = margins;
        this.usd = usd;
    }

    /// Decimal strings.
    ///
    /// @param group null in the total, and where jobs have none of what they are grouped by
    /// @param jobsWithCost those whose cost is known
    /// @param captured credits, as `refunded`
    /// @param revenueUsd what was captured and not refunded, by the configured rate
    /// @param houseLossUsd what of the cost was for jobs that nobody paid for
    public record SumView(
            @Nullable String group,
            long jobs,
            long jobsWithCost,
            String captured,
            String refunded,
            String revenueUsd,
            String costUsd,
            String houseLossUsd,
            String marginUsd) {
        private List<@Nullable String> cells() {
            return Arrays.asList(
                    group,
                    String.valueOf(jobs),
                    String.valueOf(jobsWithCost),
                    captured,
                    refunded,
                    revenueUsd,
                    costUsd,
                    houseLossUsd,
                    marginUsd);
        }
    }

    /// @param by `day`, `model`, `provider` or `tenant`
    /// @param total of all groups, also of those on other pages
    public record MarginPage(
            String by,
            SumView total,
            List<SumView> data,
            boolean hasMore,
            @Nullable String nextCursor) {}

    @GET
    @Produces({MediaType.APPLICATION_JSON, Csv.MEDIA_TYPE})
    public Response list(@Context HttpHeaders headers, @Context UriInfo uri) {
        var asked = uri.getQueryParameters();
        var span = TimeSpan.read(asked);
        var by = by(asked.getFirst("by"));
        var after = after(asked);
        if (Csv.isAsked(asked.getFirst("format"), headers)) {
            return Csv.file(
                    "margins",
                    HEADER,
                    (Sum sum) -> view(sum).cells(),
                    last -> part(span, by, last == null ? after : last.group()));
        }
        var limit = OperatorPaging.limit(asked.getFirst("limit"));
        var found = margins.page(span, by, after, limit + 1);
        var page =
                OperatorPage.of(
                        found.groups(),
                        limit,
                        sum -> Objects.requireNonNull(sum.group()),
                        this::view);
        return Response.ok(
                        new MarginPage(
                                by.word(),
                                view(found.total()),
                                page.data(),
                                page.hasMore(),
                                page.nextCursor()),
                        MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private List<Sum> part(TimeSpan span, By by, @Nullable String after) {
        return margins.page(span, by, after, LARGEST_PART).groups();
    }

    private SumView view(Sum sum) {
        var group = sum.group();
        var revenue = usd.of(sum.captured().minus(sum.refunded()));
        var cost = Usd.ofMicros(sum.cost());
        return new SumView(
                group == null || group.isEmpty() ? null : group,
                sum.jobs(),
                sum.jobsWithCost(),
                sum.captured().toString(),
                sum.refunded().toString(),
                Usd.text(revenue),
                Usd.text(cost),
                Usd.text(Usd.ofMicros(sum.houseLoss())),
                Usd.text(revenue.subtract(cost)));
    }

    private static By by(@Nullable String word) {
        return word == null
                ? By.DAY
                : Arrays.stream(By.values())
                        .filter(by -> by.word().equals(word))
                        .findFirst()
                        .orElseThrow(OperatorMargins::unknownGroup);
    }

    private static RuntimeException unknownGroup() {
        var words = Arrays.stream(By.values()).map(By::word).collect(Collectors.joining(", "));
        return invalid("by", "must be one of " + words);
    }

    private static @Nullable String after(MultivaluedMap<String, String> asked) {
        var after = asked.getFirst("after");
        if (after != null && (after.length() > LONGEST || after.indexOf(0) >= 0)) {
            throw invalid("after", "must be a cursor of this list");
        }
        return after;
    }
}
