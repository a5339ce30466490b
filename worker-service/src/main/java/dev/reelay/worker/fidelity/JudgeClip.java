package dev.reelay.worker.fidelity;

import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Part;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.fidelity.Judgement.Delivered;
import dev.reelay.worker.fidelity.Judgement.Rejected;
import dev.reelay.worker.fidelity.Mismatch.Kind;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/// Decides by the operator's policy what becomes of a clip that is not what was ordered.
@Singleton
public class JudgeClip {
    private final FidelityConfig config;

    public JudgeClip(FidelityConfig config) {
        this.config = config;
    }

    public Judgement judge(JobSpec ordered, JobReport.Output clip) {
        var found = CompareClip.differences(ordered, clip, config);
        return switch (config.policy()) {
            case RECORD -> new Delivered(clip, found);
            case REFUND_SHARE -> new Delivered(paid(ordered, clip, found), found);
            case FAIL ->
                    found.stream().anyMatch(one -> one.kind().isLess())
                            ? new Rejected(failure(found), found)
                            : new Delivered(clip, found);
        };
    }

    private static JobReport.Output paid(
            JobSpec ordered, JobReport.Output clip, List<Mismatch> found) {
        return found.stream().anyMatch(one -> one.kind() == Kind.TOO_SHORT)
                ? clip.paying(new Part(clip.durationMillis(), CompareClip.millis(ordered)))
                : clip;
    }

    private static Failure failure(List<Mismatch> found) {
        var less =
                found.stream()
                        .filter(one -> one.kind().isLess())
                        .map(Mismatch::message)
                        .collect(Collectors.joining("; "));
        return new Failure(
                Reason.PROVIDER_ERROR, "what the provider made is not what was ordered: " + less);
    }
}
