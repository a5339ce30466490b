package dev.reelay.api.submission;

import dev.reelay.api.credit.Billing;
import dev.reelay.api.credit.Facts;
import dev.reelay.api.credit.PromisedPrice;
import dev.reelay.api.credit.QuoteAnswer;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.quote.QuoteToken;
import dev.reelay.api.quote.Usd;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;

/// Tells the price of a submission and promises it for a while. Nothing is stored.
@Singleton
public final class QuoteVideo {
    private final PlanJob plan;
    private final Billing billing;
    private final QuoteToken tokens;
    private final Usd usd;

    QuoteVideo(PlanJob plan, Billing billing, QuoteToken tokens, Usd usd) {
        this.plan = plan;
        this.billing = billing;
        this.tokens = tokens;
        this.usd = usd;
    }

    /// @param usd what the operator asks for so many credits
    public record Quoted(
            String token,
            Credits credits,
            BigDecimal usd,
            int expectedSeconds,
            Instant expiresAt) {}

    /// Throws {@link GatewayException} for whatever a submission would be refused for.
    public Quoted quote(Submission submission) {
        var job = plan.plan(submission, JobId.next()).job();
        var caller = submission.caller();
        var facts = Facts.of(job.spec());
        return switch (billing.quote(caller.tenant(), caller.mode(), caller.plan().id(), facts)) {
            case QuoteAnswer.Unpriceable(var why) ->
                    throw new GatewayException(new GatewayError.NotPriced(why));
            case QuoteAnswer.Priced(var price) -> {
                var quote =
                        tokens.sign(
                                caller.tenant(),
                                caller.mode(),
                                facts,
                                new PromisedPrice(
                                        price.priceVersion(), price.amount(), caller.plan().id()));
                yield new Quoted(
                        quote.token(),
                        price.amount(),
                        usd.of(price.amount()).stripTrailingZeros(),
                        job.expectedSeconds(),
                        quote.expiresAt());
            }
        };
    }
}
