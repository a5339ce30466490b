package dev.reelay.worker.pace;

import java.time.Duration;

/// What was learned of one kind of clip. All are sums over renders, of which older ones count for
/// less.
///
/// @param renders seen to end
/// @param looks at them
/// @param told of how many the upstream said when they ended
/// @param overheadMillis from then until they were seen
record Learned(Survey survey, double renders, double looks, double told, double overheadMillis) {
    static Learned nothing() {
        return new Learned(Survey.none(), 0, 0, 0, 0);
    }

    Learned with(SeenDone done) {
        var overhead = done.overhead();
        return new Learned(
                survey.done(done),
                renders + 1,
                looks + done.looks(),
                told + (overhead == null ? 0 : 1),
                overheadMillis + (overhead == null ? 0 : overhead.toMillis()));
    }

    /// With a look at a render that still ran; see {@link Survey#working}.
    Learned working(Duration before, Duration at) {
        return new Learned(survey.working(before, at), renders, looks, told, overheadMillis);
    }

    Learned plus(Learned other) {
        return new Learned(
                survey.plus(other.survey),
                renders + other.renders,
                looks + other.looks,
                told + other.told,
                overheadMillis + other.overheadMillis);
    }
}
