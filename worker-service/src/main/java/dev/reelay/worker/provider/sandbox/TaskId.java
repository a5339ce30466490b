package dev.reelay.worker.provider.sandbox;

import dev.reelay.common.id.TenantId;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAttempt;
import java.util.UUID;

/// A task of the sandbox: the attempt's id, with the tenant whose it is.
record TaskId(TenantId tenant, UUID attempt) {
    static TaskId of(SubmitAttempt attempt) {
        return new TaskId(attempt.spec().tenant(), attempt.id());
    }

    /// Throws `IllegalArgumentException` where the task is not one of the sandbox's.
    static TaskId of(ProviderTask task) {
        var parts = task.id().split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("no task of the sandbox: " + task.id());
        }
        return new TaskId(TenantId.of(parts[0]), UUID.fromString(parts[1]));
    }

    ProviderTask task() {
        return new ProviderTask(tenant + "/" + attempt);
    }

    /// Where the finished clip is in our bucket.
    String key() {
        return "sandbox/" + attempt + ".mp4";
    }
}
