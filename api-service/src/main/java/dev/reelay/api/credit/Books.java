package dev.reelay.api.credit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.KeyMode;
import dev.reelay.api.service.ServiceHttp;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The books of billing-service: what is given, given back, shown and priced. What it refuses is
/// thrown as {@link GatewayException} with its own sentence.
@Singleton
public final class Books {
    private static final int LARGEST_PAGE = 1000;

    private final ServiceHttp http;

    Books(Billing billing) {
        this.http = billing.http();
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record GrantRequest(
            Credits amount, String reason, String mode, @Nullable String expiresAt) {}

    /// Gives credits once for the id; throws {@link GatewayError.KeyStandsForOther} where the id
    /// was used for another grant.
    ///
    /// @param expiresAt of promotional credits; null for purchased ones
    public void grant(
            TenantId tenant,
            UUID grant,
            Credits amount,
            String reason,
            KeyMode mode,
            @Nullable Instant expiresAt) {
        var request =
                new GrantRequest(
                        amount,
                        reason,
                        mode.word(),
                        expiresAt == null ? null : expiresAt.toString());
        var answer = http.require(() -> http.put(of(tenant) + "/grants/" + grant, request));
        switch (answer.status()) {
            case 200 -> {}
            case 400 -> throw GatewayException.invalid("expires_at", "must be in the future");
            case 409 -> throw new GatewayException(new GatewayError.KeyStandsForOther());
            default -> throw unexpected(answer);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record RefundRequest(
            @Nullable Credits amount, String reason, @Nullable String operator) {}

    /// What was given back, under the refund's id.
    public record Refunded(String id, Credits amount) {}

    /// Gives back what a job was charged, once for each job.
    ///
    /// @param amount null for all of it
    public Refunded refund(
            JobId job, @Nullable Credits amount, String reason, @Nullable String operator) {
        var request = new RefundRequest(amount, reason, operator);
        var body = expect("job", () -> http.put("/internal/refunds/" + job, request));
        return new Refunded(body.path("id").asText(), Billing.credits(body, "amount"));
    }

    /// A page of entries, newest first, with one more than its limit where the list goes on.
    public List<Entry> entries(TenantId tenant, KeyMode mode, EntryQuery query) {
        return lines(tenant, mode, query, place(query), query.limit() + 1);
    }

    private static String place(EntryQuery query) {
        return query.after() == null ? "" : "&below=" + query.after();
    }

    /// The entries that come next where all are read: many at once.
    ///
    /// @param last of those before; null for the first of them
    public List<Entry> next(TenantId tenant, KeyMode mode, EntryQuery query, @Nullable Entry last) {
        var place =
                last == null
                        ? place(query)
                        : "&below=%d&available=%d"
                                .formatted(last.number(), last.availableBefore().micros());
        return lines(tenant, mode, query, place, LARGEST_PAGE);
    }

    private List<Entry> lines(
            TenantId tenant, KeyMode mode, EntryQuery query, String place, int limit) {
        var path = new StringBuilder(of(tenant) + "/entries?mode=" + mode.word());
        path.append("&limit=").append(limit).append(place).append(query.span().parameters());
        query.kinds().forEach(kind -> path.append("&kind=").append(kind));
        var body = expect("tenant", () -> http.get(path.toString()));
        return StreamSupport.stream(body.path("data").spliterator(), false)
                .map(Books::entry)
                .toList();
    }

    private static Entry entry(JsonNode line) {
        var job = text(line, "job");
        return new Entry(
                line.path("number").asLong(),
                line.path("kind").asText(),
                line.path("debit").asText(),
                line.path("credit").asText(),
                Billing.credits(line, "amount"),
                Billing.credits(line, "available"),
                job == null ? null : JobId.of(job),
                Instant.parse(line.path("created_at").asText()));
    }

    /// What was captured in a time; the groups are the largest, or the days in their order.
    public Usage usage(TenantId tenant, KeyMode mode, TimeSpan span, Usage.By by) {
        var path =
                "%s/usage?mode=%s&by=%s%s"
                        .formatted(
                                of(tenant),
                                mode.word(),
                                by.name().toLowerCase(Locale.ROOT),
                                span.parameters());
        var body = expect("tenant", () -> http.get(path));
        return new Usage(
                sum(body.path("total")),
                StreamSupport.stream(body.path("groups").spliterator(), false)
                        .map(Books::sum)
                        .toList(),
                body.path("more").asBoolean());
    }

    private static Usage.Sum sum(JsonNode sum) {
        return new Usage.Sum(
                text(sum, "group"),
                sum.path("videos").asLong(),
                sum.path("clips").asLong(),
                sum.path("seconds").asLong(),
                Billing.credits(sum, "captured"),
                Billing.credits(sum, "refunded"));
    }

    /// Passes an operator's question about prices on.
    ///
    /// @param path below that of prices, with its query
    /// @param body null for a question without one
    public JsonNode prices(String method, String path, @Nullable JsonNode body) {
        var answer =
                http.require(() -> http.send(method, "/internal/prices" + path, body, Map.of()));
        if (answer.status() == 400) {
            throw new GatewayException(
                    new GatewayError.MalformedBody(answer.body().path("error").asText()));
        }
        return expect("price version", answer);
    }

    private static String of(TenantId tenant) {
        return "/internal/tenants/" + tenant;
    }

    /// @param about what there may be none of
    private JsonNode expect(String about, ServiceHttp.Call call) {
        return expect(about, http.require(call));
    }

    static JsonNode expect(String about, ServiceHttp.Answer answer) {
        return switch (answer.status()) {
            case 200 -> answer.body();
            case 404 -> throw new GatewayException(new GatewayError.NotFound(about));
            case 409 -> throw notNow(answer);
            default -> throw unexpected(answer);
        };
    }

    private static GatewayException notNow(ServiceHttp.Answer answer) {
        return new GatewayException(new GatewayError.NotNow(answer.body().path("error").asText()));
    }

    private static IllegalStateException unexpected(ServiceHttp.Answer answer) {
        return new IllegalStateException("billing answered " + answer.status());
    }

    static @Nullable String text(JsonNode body, String member) {
        return body.hasNonNull(member) ? body.path(member).asText() : null;
    }
}
