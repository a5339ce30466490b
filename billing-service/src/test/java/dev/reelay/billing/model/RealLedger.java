package dev.reelay.billing.model;

import static dev.reelay.billing.Topic.report;

import dev.reelay.billing.correction.CorrectionAccess;
import dev.reelay.billing.error.Conflict;
import dev.reelay.billing.error.Unknown;
import dev.reelay.billing.hold.HoldAccess;
import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.billing.ledger.LedgerAccess;
import dev.reelay.billing.ledger.Proof;
import dev.reelay.billing.model.Command.Adjust;
import dev.reelay.billing.model.Command.Approve;
import dev.reelay.billing.model.Command.Ask;
import dev.reelay.billing.model.Command.Expire;
import dev.reelay.billing.model.Command.Give;
import dev.reelay.billing.model.Command.GiveUp;
import dev.reelay.billing.model.Command.Place;
import dev.reelay.billing.model.Command.Refund;
import dev.reelay.billing.model.Command.Reject;
import dev.reelay.billing.model.Command.Settle;
import dev.reelay.billing.model.Command.Sweep;
import dev.reelay.billing.price.PriceAccess;
import dev.reelay.billing.price.Prices;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Charge;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/// The ledger in PostgreSQL, by the commands of the model.
final class RealLedger {
    private static final long CREDIT = 1_000_000;

    private final Jdbi jdbi;
    private final Prices prices;
    private final LedgerAccess ledger;
    private final HoldAccess holds;
    private final CorrectionAccess corrections;

    RealLedger(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.prices = PriceAccess.of(jdbi);
        this.ledger = new LedgerAccess(jdbi);
        this.holds = new HoldAccess(jdbi, prices);
        this.corrections = new CorrectionAccess(jdbi, ledger.accounts());
    }

    HoldAccess holds() {
        return holds;
    }

    void open(TenantId tenant) {
        ledger.accounts().open(tenant, AccountMode.LIVE);
    }

    void grant(TenantId tenant, long credits) {
        ledger.grant(tenant, UUID.randomUUID(), new Credits(credits * CREDIT), null);
    }

    private static UUID id(TenantId tenant, String what, int number) {
        return UUID.nameUUIDFromBytes(
                (tenant + "/" + what + "/" + number).getBytes(StandardCharsets.UTF_8));
    }

    private static JobId job(TenantId tenant, int number) {
        return new JobId(id(tenant, "job", number));
    }

    /// What is refused for good changes nothing, as in the model.
    void apply(TenantId tenant, Command command) {
        try {
            run(tenant, command);
        } catch (Conflict | Unknown _) {
            // as the model has it: nothing happens
        }
    }

    private void run(TenantId tenant, Command command) {
        switch (command) {
            case Give(var grant, var credits, var promotional) ->
                    ledger.grant(
                            tenant,
                            id(tenant, "grant", grant),
                            new Credits(credits * CREDIT),
                            promotional ? Model.expiry(grant) : null);
            case Expire(var grant) -> expire(id(tenant, "grant", grant));
            case Sweep _ -> ledger.expire(tenant);
            case Place(var job, var clips) -> holds.take(job(tenant, job), tenant, clips);
            case Settle(var job, var delivered) ->
                    holds.settle(
                            withCharges(
                                    report(
                                            job(tenant, job),
                                            tenant,
                                            Status.COMPLETED,
                                            IntStream.range(0, delivered).toArray())));
            case GiveUp(var job) -> holds.voidHold(job(tenant, job), tenant);
            case Refund(var job, var credits) ->
                    corrections.refund(
                            job(tenant, job), credits == 0 ? null : new Credits(credits * CREDIT));
            case Adjust(var adjustment, var credits) ->
                    corrections.adjust(
                            tenant, id(tenant, "adjustment", adjustment), credits * CREDIT);
            case Ask(var request, var credits) ->
                    corrections.ask(tenant, id(tenant, "request", request), credits * CREDIT);
            case Approve(var request) ->
                    corrections.approve(tenant, id(tenant, "request", request));
            case Reject(var request) -> corrections.reject(tenant, id(tenant, "request", request));
        }
    }

    /// With an upstream that charges for each clip, and for one that it did not deliver.
    private static JobReport withCharges(JobReport end) {
        return end.charging(
                IntStream.rangeClosed(0, end.outputs().size())
                        .mapToObj(
                                output ->
                                        new Charge(
                                                id(end.tenant(), end.job() + "/attempt", output),
                                                output,
                                                "upstream",
                                                "main",
                                                "clip",
                                                1 + output,
                                                false))
                        .toList());
    }

    private void expire(UUID lot) {
        jdbi.useHandle(
                db ->
                        db.createUpdate(
                                        """
                                        update lot set expires_at = now()
                                         where id = :id and expires_at > now()
                                        """)
                                .bind("id", lot)
                                .execute());
    }

    /// As the model words its own.
    String books(TenantId tenant) {
        var balance = ledger.accounts().balance(tenant, AccountMode.LIVE).orElseThrow();
        return List.of(
                        balance.granted(),
                        balance.available(),
                        balance.held(),
                        balance.spent(),
                        balance.expired(),
                        balance.withdrawn())
                .toString();
    }

    Proof prove() {
        return ledger.prove(prices);
    }
}
