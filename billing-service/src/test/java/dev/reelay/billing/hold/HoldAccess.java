package dev.reelay.billing.hold;

import dev.reelay.billing.hold.PostgresTaking.Wanted;
import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.billing.limit.Limits;
import dev.reelay.billing.price.Facts;
import dev.reelay.billing.price.Price.Priced;
import dev.reelay.billing.price.Prices;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Holds of a ledger that has no service around it. A clip costs one credit.
public final class HoldAccess {
    private final PostgresTaking taking;
    private final PostgresHolds holds;
    private final TakeHolds together;
    private final Prices prices;

    public HoldAccess(Jdbi jdbi, Prices prices) {
        this.taking = new PostgresTaking(jdbi);
        this.holds = new PostgresHolds(jdbi);
        this.together = new TakeHolds(taking);
        this.prices = prices;
    }

    /// The same over another connection.
    public HoldAccess on(Jdbi other) {
        return new HoldAccess(other, prices);
    }

    /// For clips of five seconds, silent, at 720p.
    static HoldRequest request(TenantId tenant, int clips, @Nullable UUID key, Limits limits) {
        var facts =
                new Facts(
                        "reelay/storyboard-1",
                        Mode.TEXT,
                        5,
                        "720p",
                        1280,
                        720,
                        false,
                        null,
                        clips,
                        null);
        return new HoldRequest(
                tenant,
                AccountMode.LIVE,
                facts,
                null,
                null,
                key,
                tenant.value(),
                null,
                null,
                limits);
    }

    private Wanted wanted(JobId job, TenantId tenant, int clips) {
        var request = request(tenant, clips, null, Limits.NONE);
        return new Wanted(
                job, request, (Priced) prices.current().price(request.facts(), request.payer()));
    }

    /// With a statement of its own.
    public boolean take(JobId job, TenantId tenant, int clips) {
        return taking.take(List.of(wanted(job, tenant, clips)));
    }

    /// As the service does it: with those that come at the same time.
    public boolean takeTogether(JobId job, TenantId tenant, int clips) {
        return together.take(wanted(job, tenant, clips));
    }

    public void voidHold(JobId job, TenantId tenant) {
        holds.voidHold(job, tenant);
    }

    /// As the end of its job, where it has a hold.
    public void settle(JobReport end) {
        var settled =
                holds.find(end.job()).stream()
                        .filter(hold -> hold.state() != Hold.State.VOIDED)
                        .map(hold -> Settlement.of(hold, end))
                        .toList();
        if (!settled.isEmpty()) {
            holds.settle(settled);
        }
    }
}
