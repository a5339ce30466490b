package dev.reelay.local;

import dev.reelay.parts.Part;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// What a person sees while something takes time: a bar on a terminal, a line per 10 % elsewhere.
final class Progress {
    private static final int STEP = 10;

    private final PrintStream out;
    private final boolean terminal;

    Progress(PrintStream out) {
        this.out = out;
        this.terminal =
                System.console() != null
                        && System.console().isTerminal()
                        && System.getenv("CI") == null
                        && System.getenv("NO_COLOR") == null;
    }

    synchronized void say(String line) {
        out.println(line);
    }

    synchronized void started(Part part, double seconds) {
        out.printf(
                Locale.ROOT,
                "  [ok] %-9s %5.1fs   127.0.0.1:%-6d %s%n",
                part.name(),
                seconds,
                part.port(),
                part.logFile());
    }

    /// A meter from 0 to 100; close it when done.
    Meter meter(String task) {
        return terminal ? new Bar(task) : new Lines(task);
    }

    interface Meter extends AutoCloseable {
        void at(int percent, String what);

        @Override
        void close();
    }

    private static final class Bar implements Meter {
        private final ProgressBar bar;

        Bar(String task) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName("  " + task)
                            .setInitialMax(100)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(200)
                            .hideEta()
                            .build();
        }

        @Override
        public void at(int percent, String what) {
            bar.stepTo(percent);
            bar.setExtraMessage(what);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    private final class Lines implements Meter {
        private final String task;
        private int told = -STEP;
        private @Nullable String last;

        Lines(String task) {
            this.task = task;
        }

        @Override
        public void at(int percent, String what) {
            if (percent >= told + STEP || !what.equals(last)) {
                told = percent - percent % STEP;
                last = what;
                say("  %s %3d %%  %s".formatted(task, percent, what));
            }
        }

        @Override
        public void close() {
            // the last line stands
        }
    }
}
