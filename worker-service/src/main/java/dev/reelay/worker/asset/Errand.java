package dev.reelay.worker.asset;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.VideoProvider;
import org.jspecify.annotations.Nullable;

/// One file to bring home.
///
/// @param epoch stands in the object keys, so whoever has lost the epoch overwrites nothing
/// @param most seconds that are kept of a clip whose route only makes longer ones; null for all
public record Errand(
        TenantId tenant,
        JobId job,
        int output,
        int epoch,
        VideoProvider provider,
        ProviderFile file,
        @Nullable Integer most) {

    String key(String name) {
        return prefix(tenant, job) + output + "/" + epoch + "/" + name;
    }

    /// What every object of a job's outputs begins with.
    static String prefix(TenantId tenant, JobId job) {
        return "outputs/" + tenant + "/" + job + "/";
    }
}
