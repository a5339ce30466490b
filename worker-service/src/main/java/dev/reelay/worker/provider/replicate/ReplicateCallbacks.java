package dev.reelay.worker.provider.replicate;

import dev.reelay.common.event.ProviderCall;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.ApiCall;
import dev.reelay.worker.provider.api.CallbackProof;
import dev.reelay.worker.provider.api.StandardWebhooks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What Replicate signs with is a secret of the account, which its API tells.
final class ReplicateCallbacks implements CallbackProof {
    private final String key;

    ReplicateCallbacks(String key) {
        this.key = key;
    }

    @Override
    public ApiCall keys() {
        return ApiCall.get("/webhooks/default/secret").bearer(key);
    }

    @Override
    public List<byte[]> keys(ApiAnswer answer) {
        return answer.text("/key").flatMap(StandardWebhooks::key).stream().toList();
    }

    @Override
    public Optional<Instant> signedAt(ProviderCall call) {
        return StandardWebhooks.signedAt(call);
    }

    @Override
    public boolean isSigned(ProviderCall call, byte[] secret) {
        return StandardWebhooks.isSigned(call, secret);
    }

    @Override
    public List<ProviderTask> tasks(SubmitAttempt attempt, ApiAnswer body) {
        return body.text("/id").map(ProviderTask::new).stream().toList();
    }
}
