package dev.reelay.worker.cost;

import dev.reelay.common.event.JobReport.Charge;
import java.util.Optional;
import java.util.UUID;

/// The last attempt of an output whose execution has ended, or one before it that its upstream took
/// and gave up, where the operator entered what that charges.
///
/// @param output 0-based index among the job's outputs
/// @param state of the attempt
/// @param ended the execution's last state
/// @param finished whether the upstream had a clip ready
public record EndedAttempt(
        UUID id,
        int output,
        String provider,
        String account,
        String model,
        String state,
        String ended,
        boolean finished,
        CostRule rule) {
    private enum Verdict {
        FREE,
        CHARGED,
        /// The upstream works on, or may have begun, and nobody looks any more.
        PRESUMED
    }

    /// What the upstream charges for it; empty where it charges nothing, or nobody knows how much.
    ///
    /// @param seconds that the upstream rendered
    public Optional<Charge> charge(String tier, int seconds, boolean audio) {
        var verdict = verdict();
        return verdict == Verdict.FREE
                ? Optional.empty()
                : rule.of(tier, seconds, audio)
                        .map(
                                cost ->
                                        new Charge(
                                                id,
                                                output,
                                                provider,
                                                account,
                                                model,
                                                cost,
                                                verdict == Verdict.PRESUMED));
    }

    private Verdict verdict() {
        return switch (state) {
            case "lost" -> Verdict.PRESUMED;
            case "accepted" ->
                    finished || rule.charged() == CostRule.Charged.ACCEPTANCE
                            ? Verdict.CHARGED
                            : ended.equals("expired") ? Verdict.PRESUMED : Verdict.FREE;
            case "failed" ->
                    rule.charged() == CostRule.Charged.ACCEPTANCE ? Verdict.CHARGED : Verdict.FREE;
            default -> Verdict.FREE;
        };
    }
}
