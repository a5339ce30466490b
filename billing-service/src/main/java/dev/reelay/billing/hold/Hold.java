package dev.reelay.billing.hold;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.event.HoldSettled;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Credits set aside for a job, whose id it carries.
///
/// @param account null where the id was voided before it held anything
/// @param captured what was spent, at most the amount; the rest of a settled hold is released
/// @param outputs how many clips the amount pays for, each the same share
/// @param priceVersion the version the amount was frozen at; 0 without an account
/// @param refunded what was given back of what was captured
record Hold(
        JobId job,
        TenantId tenant,
        @Nullable Long account,
        State state,
        Credits amount,
        Credits captured,
        int outputs,
        int priceVersion,
        Credits refunded) {

    /// Nothing was refunded.
    Hold(
            JobId job,
            TenantId tenant,
            @Nullable Long account,
            State state,
            Credits amount,
            Credits captured,
            int outputs,
            int priceVersion) {
        this(job, tenant, account, state, amount, captured, outputs, priceVersion, Credits.ZERO);
    }

    /// Stands for one that the books have forgotten: the job was charged nothing.
    static Hold forgotten(JobId job, TenantId tenant) {
        return new Hold(job, tenant, null, State.RELEASED, Credits.ZERO, Credits.ZERO, 1, 0);
    }

    /// Where a hold is in its life. It leaves `HELD` exactly once.
    enum State {
        /// Set aside; the job is being made.
        HELD,
        /// The job delivered: its clips are spent, the rest is back.
        CAPTURED,
        /// The job ended without a clip: all is back.
        RELEASED,
        /// The job was never accepted; the id can hold nothing any more.
        VOIDED;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        boolean settled() {
            return switch (this) {
                case CAPTURED, RELEASED -> true;
                case HELD, VOIDED -> false;
            };
        }
    }

    /// What a request to hold is answered while this stands under its id.
    HoldAnswer answer() {
        return switch (state) {
            case HELD, CAPTURED, RELEASED -> new HoldAnswer.Held(priceVersion, amount);
            case VOIDED -> new HoldAnswer.Voided();
        };
    }

    /// Whether a report is about what this stands for. A voided hold is that of no job.
    boolean isOf(JobReport report) {
        return state != State.VOIDED && tenant.equals(report.tenant());
    }

    /// The hold as the end of its job leaves it: the clips delivered are captured at their share,
    /// of which one that is less than was ordered may cost a part, rounded down; never more than
    /// was paid for. A hold that is no longer held stays as it is.
    Hold settledBy(JobReport end) {
        if (state != State.HELD) {
            return this;
        }
        var delivered = delivered(end);
        return new Hold(
                job,
                tenant,
                account,
                delivered.isEmpty() ? State.RELEASED : State.CAPTURED,
                amount,
                captured(delivered),
                outputs,
                priceVersion);
    }

    private Credits captured(Collection<JobReport.Output> delivered) {
        var share = new Credits(amount.micros() / outputs);
        return delivered.stream()
                .map(clip -> part(share, clip.paid()))
                .reduce(Credits.ZERO, Credits::plus);
    }

    /// What is no part of a whole is paid in full.
    private static Credits part(Credits share, JobReport.@Nullable Part paid) {
        if (paid == null || paid.of() <= 0 || paid.had() < 0 || paid.had() >= paid.of()) {
            return share;
        }
        return new Credits(
                BigInteger.valueOf(share.micros())
                        .multiply(BigInteger.valueOf(paid.had()))
                        .divide(BigInteger.valueOf(paid.of()))
                        .longValueExact());
    }

    /// Each clip of the order once.
    private Collection<JobReport.Output> delivered(JobReport end) {
        return switch (end.status()) {
            case COMPLETED ->
                    end.outputs().stream()
                            .filter(clip -> clip.index() >= 0 && clip.index() < outputs)
                            .collect(
                                    Collectors.toMap(
                                            JobReport.Output::index, clip -> clip, (a, _) -> a))
                            .values();
            case FAILED, CANCELLED, EXPIRED -> List.of();
            case QUEUED, IN_PROGRESS -> throw new IllegalArgumentException("the job has not ended");
        };
    }

    Credits released() {
        return amount.minus(captured);
    }

    /// What the api is told. Throws `IllegalStateException` where the hold is not settled.
    HoldSettled told() {
        if (!state.settled()) {
            throw new IllegalStateException("not settled: " + state);
        }
        return new HoldSettled(job, tenant, captured, released(), refunded);
    }
}
