package dev.reelay.worker.provider.api;

import dev.reelay.common.event.ProviderCall;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAttempt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How an upstream proves that a callback is its own. Pure, as {@link ProviderApi} is.
public interface CallbackProof {
    /// The request for the keys that it signs with, or their public halves.
    ApiCall keys();

    /// Those in the answer; none where it has none.
    List<byte[]> keys(ApiAnswer answer);

    /// When it was signed, by its own word; empty where it does not say or is not signed.
    Optional<Instant> signedAt(ProviderCall call);

    /// Whether this key has signed it, as it is. Never throws, whatever the call holds.
    boolean isSigned(ProviderCall call, byte[] key);

    /// The tasks that it may tell of, the submit's own first.
    List<ProviderTask> tasks(SubmitAttempt attempt, ApiAnswer body);
}
