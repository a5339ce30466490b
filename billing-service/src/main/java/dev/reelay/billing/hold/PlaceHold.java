package dev.reelay.billing.hold;

import dev.reelay.billing.error.Conflict;
import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.billing.hold.HoldAnswer.AboveMaxCost;
import dev.reelay.billing.hold.HoldAnswer.Held;
import dev.reelay.billing.hold.HoldAnswer.OverBudget;
import dev.reelay.billing.hold.HoldAnswer.Short;
import dev.reelay.billing.hold.HoldAnswer.TooManyToday;
import dev.reelay.billing.hold.HoldAnswer.TooManyUnfinished;
import dev.reelay.billing.hold.HoldAnswer.Unpriceable;
import dev.reelay.billing.hold.PostgresTaking.Wanted;
import dev.reelay.billing.ledger.PostgresAccounts;
import dev.reelay.billing.limit.Budget;
import dev.reelay.billing.limit.PostgresLimits;
import dev.reelay.billing.limit.PostgresLimits.Spent;
import dev.reelay.billing.limit.PostgresLimits.Used;
import dev.reelay.billing.price.Price;
import dev.reelay.billing.price.Price.Priced;
import dev.reelay.billing.price.Prices;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;

/// Prices a job and sets the credits aside, once for each job id. A repeat answers as the first
/// did.
@Singleton
class PlaceHold {
    private final Prices prices;
    private final PostgresHolds holds;
    private final TakeHolds taking;
    private final PostgresAccounts accounts;
    private final PostgresLimits limits;

    PlaceHold(
            Prices prices,
            PostgresHolds holds,
            TakeHolds taking,
            PostgresAccounts accounts,
            PostgresLimits limits) {
        this.prices = prices;
        this.taking = taking;
        this.holds = holds;
        this.accounts = accounts;
        this.limits = limits;
    }

    HoldAnswer place(JobId job, HoldRequest request) {
        return switch (price(request)) {
            case Priced price when isAbove(price, request) ->
                    standing(job, request.tenant(), () -> new AboveMaxCost(price.amount()));
            case Priced price -> take(job, request, price);
            case Price.Unpriceable(var why) ->
                    standing(job, request.tenant(), () -> new Unpriceable(why));
        };
    }

    /// A quote is good for the price of its own version, whatever has changed since.
    private Price price(HoldRequest request) {
        var quote = request.quote();
        if (quote == null) {
            return prices.current().price(request.facts(), request.payer());
        }
        var quoted = new Priced(quote.priceVersion(), quote.amount());
        return prices.version(quote.priceVersion())
                .map(version -> version.price(request.facts(), request.payer()))
                .filter(quoted::equals)
                .orElseThrow(() -> new MalformedRequest("the quote is not of these facts"));
    }

    private static boolean isAbove(Priced price, HoldRequest request) {
        var maxCost = request.maxCost();
        return maxCost != null && price.amount().compareTo(maxCost) > 0;
    }

    private HoldAnswer take(JobId job, HoldRequest request, Priced price) {
        while (!taking.take(new Wanted(job, request, price))) {
            var standing = holds.find(job);
            if (standing.isPresent()) {
                return answer(standing.get(), request.tenant());
            }
            var used = limits.used(request.tenant(), request.mode());
            if (used.isEmpty()) {
                accounts.open(request.tenant(), request.mode());
            } else {
                var refusal = refusal(request, price.amount(), used.get());
                if (refusal.isPresent()) {
                    return refusal.get();
                }
            }
            // Neither held nor refused: something came back between the two looks. Try again.
        }
        return new Held(price.version(), price.amount());
    }

    /// What does not pass by waiting comes first.
    private Optional<HoldAnswer> refusal(HoldRequest request, Credits price, Used used) {
        if (used.available().compareTo(price) < 0) {
            return Optional.of(new Short(price, used.available()));
        }
        var overBudget = overBudget(request, price);
        if (overBudget.isPresent()) {
            return overBudget;
        }
        var perDay = request.limits().perDay();
        if (perDay != null && used.jobsToday() >= perDay) {
            return Optional.of(new TooManyToday(perDay, used.secondsToMidnight()));
        }
        var unfinished = request.limits().unfinished();
        return unfinished != null && used.unfinished() >= unfinished
                ? Optional.of(new TooManyUnfinished(unfinished))
                : Optional.empty();
    }

    /// The one that lasts longest, and of two that last as long the wider.
    private Optional<HoldAnswer> overBudget(HoldRequest request, Credits price) {
        return request.budgets().stream()
                .flatMap(
                        budget ->
                                limits.spent(request.tenant(), request.mode(), budget).stream()
                                        .map(spent -> overBudget(budget, spent, price))
                                        .flatMap(Optional::stream))
                .max(Comparator.comparing(OverBudget::period).thenComparing(OverBudget::of))
                .map(HoldAnswer.class::cast);
    }

    private static Optional<OverBudget> overBudget(Budget budget, Spent spent, Credits price) {
        var most = budget.most().getOrDefault(spent.period(), price);
        return spent.spent().plus(price).compareTo(most) > 0
                ? Optional.of(
                        new OverBudget(
                                budget.of(),
                                spent.period(),
                                most,
                                spent.spent(),
                                price,
                                spent.secondsLeft()))
                : Optional.empty();
    }

    /// What stands under the job's id; the refusal only where nothing does, so that a repeat of an
    /// accepted job is not refused by a price that changed since.
    private HoldAnswer standing(JobId job, TenantId tenant, Supplier<HoldAnswer> refusal) {
        return holds.find(job).map(hold -> answer(hold, tenant)).orElseGet(refusal);
    }

    private static HoldAnswer answer(Hold hold, TenantId tenant) {
        if (!hold.tenant().equals(tenant)) {
            throw new Conflict("this id is another tenant's");
        }
        return hold.answer();
    }
}
