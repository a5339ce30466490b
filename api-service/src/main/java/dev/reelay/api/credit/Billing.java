package dev.reelay.api.credit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.KeyMode;
import dev.reelay.api.service.ServiceHttp;
import dev.reelay.api.service.ServiceTokens;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// billing-service in our words. Everything that is written carries an id of ours, so a repeat
/// changes nothing.
@Singleton
public final class Billing {
    private static final Logger LOG = Logger.getLogger(Billing.class);
    private static final int OK = 200;
    private static final int CONFLICT = 409;

    private final ServiceHttp http;

    Billing(BillingConfig config, ServiceTokens tokens) {
        this.http = new ServiceHttp("billing", config, tokens.to("billing-service"));
    }

    ServiceHttp http() {
        return http;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record HoldRequest(
            TenantId tenant,
            String mode,
            Facts facts,
            @Nullable Credits maxCost,
            @Nullable PromisedPrice quote,
            String plan,
            UUID key,
            UUID workspace,
            @Nullable String endUser,
            Limits limits) {}

    /// Prices the job and sets the credits aside, under the job's id.
    public HoldAnswer hold(
            JobId job, TenantId tenant, KeyMode mode, Facts facts, Terms terms, Asker asker) {
        var request =
                new HoldRequest(
                        tenant,
                        mode.word(),
                        facts,
                        terms.maxCost(),
                        terms.quote(),
                        asker.plan(),
                        asker.key(),
                        asker.workspace(),
                        asker.endUser(),
                        asker.limits());
        try {
            return holdAnswer(expect(http.put("/internal/holds/" + job, request)));
        } catch (IOException e) {
            LOG.warnf("billing gave no answer to a hold job=%s cause=%s", job, e);
            return new HoldAnswer.NoAnswer();
        }
    }

    private static HoldAnswer holdAnswer(JsonNode body) {
        var outcome = body.path("outcome").asText();
        return switch (outcome) {
            case "held" -> new HoldAnswer.Held(price(body));
            case "short" ->
                    new HoldAnswer.Short(credits(body, "needed"), credits(body, "available"));
            case "too_many_unfinished" ->
                    new HoldAnswer.TooManyUnfinished(body.path("most").asInt());
            case "too_many_today" ->
                    new HoldAnswer.TooManyToday(body.path("most").asInt(), left(body));
            case "over_budget" ->
                    new HoldAnswer.OverBudget(
                            body.path("of").asText(),
                            body.path("period").asText(),
                            credits(body, "most"),
                            credits(body, "spent"),
                            credits(body, "needed"),
                            left(body));
            case "above_max_cost" -> new HoldAnswer.AboveMaxCost(credits(body, "amount"));
            case "unpriceable" -> new HoldAnswer.Unpriceable(body.path("why").asText());
            case "voided" -> new HoldAnswer.Voided();
            default -> throw new IllegalStateException("billing said " + outcome + " to a hold");
        };
    }

    private record TenantOnly(TenantId tenant) {}

    /// Makes sure that the job holds nothing and never will; false where billing gave no answer.
    public boolean voidHold(JobId job, TenantId tenant) {
        try {
            var state =
                    expect(http.post("/internal/holds/" + job + "/void", new TenantOnly(tenant)))
                            .path("state")
                            .asText();
            if (!state.equals("voided")) {
                LOG.errorf("an abandoned job was settled job=%s state=%s", job, state);
            }
            return true;
        } catch (IOException e) {
            LOG.warnf("billing gave no answer to a void job=%s cause=%s", job, e);
            return false;
        }
    }

    /// What billing has under a job's id.
    ///
    /// @param state `held`, `captured`, `released` or `voided`
    public record StandingHold(JobId job, TenantId tenant, String state) {
        public boolean held() {
            return state.equals("held");
        }

        public boolean captured() {
            return state.equals("captured");
        }
    }

    /// Holds of jobs with ids between these two, in the order of ids: some hundreds of them, none
    /// where there are no more.
    public List<StandingHold> standing(JobId after, JobId until) {
        var body = ask(() -> http.get("/internal/holds?after=" + after + "&until=" + until));
        return StreamSupport.stream(body.path("data").spliterator(), false)
                .map(
                        hold ->
                                new StandingHold(
                                        JobId.of(hold.path("job").asText()),
                                        TenantId.of(hold.path("tenant").asText()),
                                        hold.path("state").asText()))
                .toList();
    }

    private record QuoteRequest(TenantId tenant, String mode, String plan, Facts facts) {}

    public QuoteAnswer quote(TenantId tenant, KeyMode mode, String plan, Facts facts) {
        var body =
                ask(
                        () ->
                                http.post(
                                        "/internal/quotes",
                                        new QuoteRequest(tenant, mode.word(), plan, facts)));
        return body.path("outcome").asText().equals("priced")
                ? new QuoteAnswer.Priced(price(body))
                : new QuoteAnswer.Unpriceable(body.path("why").asText());
    }

    public Balance balance(TenantId tenant, KeyMode mode) {
        var body =
                ask(() -> http.get("/internal/tenants/" + tenant + "/balance?mode=" + mode.word()));
        return new Balance(
                credits(body, "available"),
                credits(body, "held"),
                credits(body, "spent"),
                credits(body, "expired"),
                credits(body, "withdrawn"),
                credits(body, "granted"));
    }

    /// What lapses next, the soonest first. What jobs hold is not among it.
    public List<Expiring> expiring(TenantId tenant, KeyMode mode) {
        var body =
                ask(
                        () ->
                                http.get(
                                        "/internal/tenants/"
                                                + tenant
                                                + "/expiring?mode="
                                                + mode.word()));
        return StreamSupport.stream(body.path("data").spliterator(), false)
                .map(
                        one ->
                                new Expiring(
                                        credits(one, "credits"),
                                        Instant.parse(one.path("expires_at").asText())))
                .toList();
    }

    private record Alert(Credits below, String mode) {}

    /// From now on the tenant is told whenever less than this becomes available; zero for never.
    public void tellBelow(TenantId tenant, KeyMode mode, Credits below) {
        var request = new Alert(below, mode.word());
        ask(() -> http.put("/internal/tenants/" + tenant + "/alert", request));
    }

    /// The ledger's proof of itself, as billing words it.
    public JsonNode proof() {
        return ask(() -> http.get("/internal/ledger/proof"));
    }

    /// What it finds left undone, as it words it.
    public JsonNode findings() {
        return ask(() -> http.get("/internal/findings"));
    }

    /// Whether it answers and says that it is ready.
    public boolean isReady() {
        try {
            return http.get("/q/health/ready").status() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    private JsonNode ask(ServiceHttp.Call call) {
        return expect(http.require(call));
    }

    private static JsonNode expect(ServiceHttp.Answer answer) {
        return switch (answer.status()) {
            case OK -> answer.body();
            case CONFLICT -> throw new GatewayException(new GatewayError.KeyStandsForOther());
            default -> throw new IllegalStateException("billing answered " + answer.status());
        };
    }

    private static Price price(JsonNode body) {
        return new Price(body.path("price_version").asInt(), credits(body, "amount"));
    }

    private static Duration left(JsonNode body) {
        return Duration.ofSeconds(body.path("seconds").asLong());
    }

    static Credits credits(JsonNode body, String member) {
        var amount = body.path(member);
        if (!amount.canConvertToLong() || !amount.isIntegralNumber()) {
            throw new IllegalStateException("billing's answer lacks " + member);
        }
        return new Credits(amount.longValue());
    }
}
