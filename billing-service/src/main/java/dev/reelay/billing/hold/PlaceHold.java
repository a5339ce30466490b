package dev.reelay.billing.hold;

import dev.reelay.billing.error.Conflict;
import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.billing.hold.HoldAnswer.AboveMaxCost;
import dev.reelay.billing.hold.HoldAnswer.Held;
import dev.reelay.billing.hold.HoldAnswer.Short;
import dev.reelay.billing.hold.HoldAnswer.Unpriceable;
import dev.reelay.billing.hold.HoldAnswer.Voided;
import dev.reelay.billing.hold.PostgresTaking.Wanted;
import dev.reelay.billing.ledger.PostgresAccounts;
import dev.reelay.billing.price.Price;
import dev.reelay.billing.price.Price.Priced;
import dev.reelay.billing.price.Prices;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/// Prices a job and sets the credits aside, once for each job id. A repeat answers as the first
/// did.
@Singleton
class PlaceHold {
    private final Prices prices;
    private final PostgresHolds holds;
    private final TakeHolds taking;
    private final PostgresAccounts accounts;

    PlaceHold(Prices prices, PostgresHolds holds, TakeHolds taking, PostgresAccounts accounts) {
        this.prices = prices;
        this.taking = taking;
        this.holds = holds;
        this.accounts = accounts;
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
            return prices.current().price(request.facts());
        }
        var quoted = new Priced(quote.priceVersion(), quote.amount());
        return prices.version(quote.priceVersion())
                .map(version -> version.price(request.facts()))
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
            var balance = accounts.balance(request.tenant(), request.mode());
            if (balance.isEmpty()) {
                accounts.open(request.tenant(), request.mode());
            } else if (balance.get().available().compareTo(price.amount()) < 0) {
                return new Short(price.amount(), balance.get().available());
            }
            // Neither held nor short: credits came back between the two looks. Try again.
        }
        return new Held(price.version(), price.amount());
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
        return switch (hold.state()) {
            case HELD, CAPTURED, RELEASED -> new Held(hold.priceVersion(), hold.amount());
            case VOIDED -> new Voided();
        };
    }
}
