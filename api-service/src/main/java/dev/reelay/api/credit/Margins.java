package dev.reelay.api.credit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.service.ServiceHttp;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// What upstreams charged beside what tenants paid, as billing-service has it.
@Singleton
public final class Margins {
    private final ServiceHttp http;

    Margins(Billing billing) {
        this.http = billing.http();
    }

    /// What jobs are grouped by.
    public enum By {
        DAY,
        MODEL,
        PROVIDER,
        TENANT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param group null in a total; empty where jobs have none of what they are grouped by
    /// @param jobs that ended
    /// @param jobsWithCost those of them whose cost is known
    /// @param cost what upstreams charged, in millionths of a USD
    /// @param houseLoss what of it was for jobs that nobody paid for
    public record Sum(
            @Nullable String group,
            long jobs,
            long jobsWithCost,
            Credits captured,
            Credits refunded,
            long cost,
            long houseLoss) {
        private static Sum of(JsonNode sum) {
            return new Sum(
                    Books.text(sum, "group"),
                    sum.path("jobs").asLong(),
                    sum.path("jobs_with_cost").asLong(),
                    Billing.credits(sum, "captured"),
                    Billing.credits(sum, "refunded"),
                    sum.path("cost").asLong(),
                    sum.path("house_loss").asLong());
        }
    }

    /// @param total of all groups
    public record Page(Sum total, List<Sum> groups) {}

    /// Live jobs that ended in a time, in the order of their groups.
    ///
    /// @param after the last group seen; null for the first ones
    public Page page(TimeSpan span, By by, @Nullable String after, int limit) {
        var place =
                after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
        var path =
                "/internal/margins?by=%s&limit=%d%s%s"
                        .formatted(by.word(), limit, place, span.parameters());
        var body = Books.expect("margin", http.require(() -> http.get(path)));
        return new Page(
                Sum.of(body.path("total")),
                StreamSupport.stream(body.path("groups").spliterator(), false)
                        .map(Sum::of)
                        .toList());
    }

    /// Throws {@link GatewayException} where the job never held anything.
    public JobMoney ofJob(JobId job) {
        return JobMoney.of(
                Books.expect(
                        "job", http.require(() -> http.get("/internal/jobs/" + job + "/money"))));
    }
}
