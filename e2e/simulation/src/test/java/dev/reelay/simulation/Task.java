package dev.reelay.simulation;

/// What a process has in hand: it goes on step by step, and each step is one transaction or one
/// call. Between any two of them others may come, or the process may die.
public abstract class Task {
    /// What a step left.
    public enum After {
        GOES_ON,
        /// Nothing happened: it waits for an answer.
        WAITS,
        OVER
    }

    private final Replica process;

    protected Task(Replica process) {
        this.process = process;
    }

    public Replica process() {
        return process;
    }

    protected abstract After step(World world);

    /// A single step.
    public static Task once(Replica process, Runnable step) {
        return new Task(process) {
            @Override
            protected After step(World world) {
                step.run();
                return After.OVER;
            }
        };
    }
}
