package dev.reelay.worker.egress;

import java.util.Map;
import java.util.Optional;

/// What came of a call.
public sealed interface EgressAnswer {
    /// @param headers by their names in small letters; of one that came twice the first
    /// @param beginning of the body, as much as was allowed
    record Answered(int status, Map<String, String> headers, byte[] beginning)
            implements EgressAnswer {
        public Answered {
            headers = Map.copyOf(headers);
        }

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /// The header as it was sent.
        public Optional<String> retryAfter() {
            return header("retry-after");
        }

        /// Neither headers nor body, which may hold secrets.
        @Override
        public String toString() {
            return "Answered " + status;
        }
    }

    /// Nothing came back.
    sealed interface Nothing extends EgressAnswer {
        /// A word for the tenant, without anything of the inner network.
        String why();
    }

    /// Nobody answered, in time or at all; something may have been received.
    record NoAnswer(String why) implements Nothing {}

    /// No connection came about; no byte of the request left.
    record NotSent(String why) implements Nothing {}

    /// The address may not be called; nothing was sent.
    record NotAllowed(String why) implements Nothing {}
}
