package dev.reelay.api.operator;

import dev.reelay.api.credit.JobMoney;
import dev.reelay.api.credit.Margins;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.quote.Usd;
import dev.reelay.common.credit.Credits;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/jobs/{job}/money`: what a job brought and cost.
@Path("/admin/v1/jobs/{job}/money")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorJobMoney {
    private final Margins margins;
    private final Usd usd;

    OperatorJobMoney(Margins margins, Usd usd) {
        this.margins = margins;
        this.usd = usd;
    }

    /// Decimal strings; USD by the configured rate.
    public record Amount(String credits, String usd) {}

    /// @param id ours
    /// @param model the provider's name for it
    /// @param presumed nobody saw how it ended, so it may have cost less
    public record AttemptView(
            String id,
            int output,
            String provider,
            String account,
            String model,
            String costUsd,
            boolean presumed) {}

    /// @param state of the hold: `held`, `captured`, `released` or `voided`
    /// @param attempts those whose cost is known
    /// @param houseLossUsd what of the cost nobody paid for
    /// @param marginUsd what was captured and not refunded less the cost; null where no cost is
    ///   known
    public record MoneyView(
            String job,
            String tenant,
            String mode,
            String model,
            int priceVersion,
            String state,
            Amount held,
            Amount captured,
            Amount released,
            Amount refunded,
            List<AttemptView> attempts,
            String costUsd,
            String houseLossUsd,
            @Nullable String marginUsd) {}

    @GET
    public MoneyView money(@PathParam("job") String jobId) {
        var job =
                OperatorBody.job(jobId)
                        .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("job")));
        return view(margins.ofJob(job));
    }

    private MoneyView view(JobMoney money) {
        var held = money.state().equals("held") ? money.amount() : Credits.ZERO;
        return new MoneyView(
                money.job(),
                money.tenant(),
                money.mode(),
                money.model(),
                money.priceVersion(),
                money.state(),
                amount(held),
                amount(money.captured()),
                amount(money.amount().minus(held).minus(money.captured())),
                amount(money.refunded()),
                money.charges().stream().map(OperatorJobMoney::attempt).toList(),
                Usd.text(Usd.ofMicros(money.cost())),
                Usd.text(Usd.ofMicros(money.houseLoss())),
                money.charges().isEmpty() ? null : margin(money));
    }

    private Amount amount(Credits credits) {
        return new Amount(credits.toString(), Usd.text(usd.of(credits)));
    }

    private static AttemptView attempt(JobMoney.Charge charge) {
        return new AttemptView(
                charge.attempt(),
                charge.output(),
                charge.provider(),
                charge.account(),
                charge.model(),
                Usd.text(Usd.ofMicros(charge.cost())),
                charge.presumed());
    }

    private String margin(JobMoney money) {
        var revenue = usd.of(money.captured().minus(money.refunded()));
        return Usd.text(revenue.subtract(Usd.ofMicros(money.cost())));
    }
}
