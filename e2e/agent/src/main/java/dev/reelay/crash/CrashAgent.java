package dev.reelay.crash;

import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Begins in front of a service's own main. Its argument is a folder of the process: the table of
/// points is in the file `points`, the guards to run without in `removed`, and what is armed in
/// `armed`, how far its clock runs off in `skew`; what was reached is written to `reached`.
public final class CrashAgent {
    private CrashAgent() {}

    /// Called by the JVM.
    public static void premain(String argument, Instrumentation instrumentation) {
        var folder = Path.of(argument);
        Skew.read(folder).ifPresent(skew -> skew.in(instrumentation));
        var points = CrashPoint.table(folder.resolve("points"));
        Armed.watch(
                folder,
                points.stream().collect(Collectors.toMap(CrashPoint::name, Function.identity())));
        var removed = RemovedGuard.read(folder.resolve("removed"));
        instrumentation.addTransformer(new Weaver(points, removed));
    }
}
