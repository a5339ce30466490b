package dev.reelay.worker.input;

import dev.reelay.common.event.JobSpec;

/// What came of fetching an input. A reason is for the tenant and goes after the input's name.
public sealed interface InputAnswer {
    /// It is in the store.
    ///
    /// @param input with its type and without its address
    record Kept(JobSpec.Input input) implements InputAnswer {}

    /// It is not what is needed, now and later.
    record Unusable(String why) implements InputAnswer {}

    /// The tenant's server did not answer, or had an error.
    record NoAnswer(String why) implements InputAnswer {}

    /// Our store did not take it this time.
    record StoreAway(String why) implements InputAnswer {}
}
