package dev.reelay.worker.fidelity;

import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.fidelity.Mismatch.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Compares a clip with its order. Pure.
final class CompareClip {
    private CompareClip() {}

    /// Empty where it is what was ordered, within the tolerance.
    static List<Mismatch> differences(
            JobSpec ordered, JobReport.Output clip, FidelityConfig tolerance) {
        var found = new ArrayList<Mismatch>();
        var off = clip.durationMillis() - millis(ordered);
        var allowed = tolerance.duration().toMillis();
        if (isTimed(ordered) && Math.abs(off) > allowed) {
            found.add(
                    new Mismatch(
                            off < 0 ? Kind.TOO_SHORT : Kind.TOO_LONG,
                            "the clip is %s s long; %d s were ordered"
                                    .formatted(seconds(clip.durationMillis()), ordered.seconds())));
        }
        var least = (long) ordered.width() * ordered.height() * (100 - tolerance.smaller());
        if (100L * clip.width() * clip.height() < least) {
            found.add(
                    new Mismatch(
                            Kind.TOO_SMALL,
                            "the picture is %dx%d; %dx%d was ordered"
                                    .formatted(
                                            clip.width(),
                                            clip.height(),
                                            ordered.width(),
                                            ordered.height())));
        }
        if (ordered.audio() && !clip.audio()) {
            found.add(new Mismatch(Kind.SILENT, "the clip has no sound, which was ordered"));
        }
        return found;
    }

    /// Whether the clip's length is what was ordered: one that is made from another clip may follow
    /// that one's.
    private static boolean isTimed(JobSpec ordered) {
        return switch (ordered.mode()) {
            case TEXT, IMAGE, FRAMES, REFERENCE -> true;
            case VIDEO, EXTENSION -> false;
        };
    }

    static long millis(JobSpec ordered) {
        return ordered.seconds() * 1000L;
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
    }
}
