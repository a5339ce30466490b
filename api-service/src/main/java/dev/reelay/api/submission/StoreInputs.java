package dev.reelay.api.submission;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/// Puts the inputs that came with a submission into the store, under the job's own prefix. Storing
/// them again under the same job changes nothing.
@Singleton
final class StoreInputs {
    private static final String PREFIX = "inputs/";

    private final ObjectStore store;

    StoreInputs(ObjectStore store) {
        this.store = store;
    }

    static String key(TenantId tenant, JobId job, JobSpec.Role role, int place, String extension) {
        return "%s%s/%s/%d_%s.%s"
                .formatted(
                        PREFIX,
                        tenant,
                        job,
                        place,
                        role.name().toLowerCase(Locale.ROOT),
                        extension);
    }

    /// The inputs that belong to the job alone; an upload belongs to the tenant.
    static List<JobSpec.Input> ownInputs(JobSpec spec) {
        return spec.inputs().stream().filter(i -> i.key().startsWith(PREFIX)).toList();
    }

    /// @param given the submission's inputs, in the order of the spec's
    void store(JobSpec spec, List<GivenInput> given) {
        for (var i = 0; i < given.size(); i++) {
            if (given.get(i).source() instanceof GivenInput.Source.Inline(var file, var image)) {
                store.put(spec.inputs().get(i).key(), file, image.contentType());
            }
        }
    }
}
