package dev.reelay.worker.egress;

import java.util.Optional;

/// What came of a call.
public sealed interface EgressAnswer {
    /// @param retryAfter the header as it was sent
    /// @param beginning of the body, as much as was allowed
    record Answered(int status, Optional<String> retryAfter, byte[] beginning)
            implements EgressAnswer {}

    /// Nobody answered, in time or at all; something may have been received.
    ///
    /// @param why a word for the tenant, without anything of the inner network
    record NoAnswer(String why) implements EgressAnswer {}

    /// The address may not be called; nothing was sent.
    record NotAllowed(String why) implements EgressAnswer {}
}
