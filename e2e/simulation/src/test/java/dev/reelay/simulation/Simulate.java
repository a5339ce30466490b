package dev.reelay.simulation;

import dev.reelay.simulation.Checker.Broken;
import dev.reelay.testing.RandomRuns.Break;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs as many seeds as are asked for, on all cores, and tells the first that breaks something.
@Command(name = "simulate", mixinStandardHelpOptions = true)
final class Simulate implements Callable<Integer> {
    private static final long AT_ONCE = 10_000;

    @Option(names = "--seeds", description = "how many (default: ${DEFAULT-VALUE})")
    private long seeds = 100_000;

    @Option(names = "--from", description = "the first (default: ${DEFAULT-VALUE})")
    private long from = 1;

    @Option(names = "--without", description = "guards to take out: ${COMPLETION-CANDIDATES}")
    private EnumSet<Guard> without = EnumSet.noneOf(Guard.class);

    public static void main(String[] args) {
        System.exit(new CommandLine(new Simulate()).execute(args));
    }

    @Override
    public Integer call() {
        var steps = new LongAdder();
        var simulation = new Simulation(without, steps);
        var began = System.nanoTime();
        for (var done = 0L; done < seeds; ) {
            var many = Math.min(AT_ONCE, seeds - done);
            var found = firstBreak(simulation, from + done, many);
            if (found.isPresent()) {
                System.out.println(told(simulation, found.get()));
                return 1;
            }
            done += many;
            progress(done, steps.sum(), System.nanoTime() - began);
        }
        return 0;
    }

    private void progress(long done, long steps, long nanos) {
        if (done % (10 * AT_ONCE) == 0 || done == seeds) {
            System.out.printf(
                    "%,d of %,d seeds, %,d steps, %,.0f steps a second, nothing broken%n",
                    done, seeds, steps, steps * 1e9 / nanos);
        }
    }

    /// Of the seeds from here on the least that breaks something, shortened.
    static Optional<Break<Move, Broken>> firstBreak(Simulation simulation, long from, long many) {
        var least = new AtomicLong(Long.MAX_VALUE);
        LongStream.range(from, from + many)
                .parallel()
                .filter(seed -> seed < least.get() && simulation.broken(Move.of(seed)).isPresent())
                .forEach(seed -> least.accumulateAndGet(seed, Math::min));
        return least.get() == Long.MAX_VALUE ? Optional.empty() : simulation.runs().of(least.get());
    }

    static String told(Simulation simulation, Break<Move, Broken> broken) {
        return """
        Seed %d breaks %s
        %s
        Its %d moves:
        %s
        Again: ./mvnw -q -f e2e/simulation/pom.xml test-compile exec:java -Dexec.args="--seeds 1 --from %d%s"\
        """
                .formatted(
                        broken.seed(),
                        broken.what(),
                        simulation.story(broken),
                        broken.commands().size(),
                        broken.commands(),
                        broken.seed(),
                        simulation.without().isEmpty()
                                ? ""
                                : " --without " + simulation.without().iterator().next());
    }
}
