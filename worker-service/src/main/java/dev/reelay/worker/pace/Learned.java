package dev.reelay.worker.pace;

/// What was learned of one kind of clip. All are sums over renders, of which older ones count for
/// less.
///
/// @param renders seen to end
/// @param looks at them
/// @param told of how many the upstream said when they ended
/// @param overheadMillis from then until they were seen
record Learned(
        RenderTimes times, double renders, double looks, double told, double overheadMillis) {
    static Learned nothing() {
        return new Learned(RenderTimes.none(), 0, 0, 0, 0);
    }

    Learned with(SeenDone done) {
        var overhead = done.overhead();
        return new Learned(
                times.with(done.earliest(), done.latest()),
                renders + 1,
                looks + done.looks(),
                told + (overhead == null ? 0 : 1),
                overheadMillis + (overhead == null ? 0 : overhead.toMillis()));
    }

    Learned plus(Learned other) {
        return new Learned(
                times.plus(other.times),
                renders + other.renders,
                looks + other.looks,
                told + other.told,
                overheadMillis + other.overheadMillis);
    }
}
