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

    static String key(TenantId tenant, JobId job, JobSpec.Role role, int place) {
        return "%s%s/%s/%d_%s"
                .formatted(PREFIX, tenant, job, place, role.name().toLowerCase(Locale.ROOT));
    }

    /// The inputs that were stored here for the job alone; an upload belongs to the tenant, and the
    /// worker fetches what has an address.
    static List<JobSpec.Input> ownInputs(JobSpec spec) {
        return spec.inputs().stream()
                .filter(i -> i.key().startsWith(PREFIX) && i.address() == null)
                .toList();
    }

    /// @param given the submission's inputs, in the order of the spec's
    void store(JobSpec spec, List<GivenInput> given) {
        for (var i = 0; i < given.size(); i++) {
            var key = spec.inputs().get(i).key();
            switch (given.get(i).source()) {
                case GivenInput.Source.Inline(var file, var media) ->
                        store.put(key, file, media.contentType());
                case GivenInput.Source.Clip(var from, _, _) -> store.copy(from, key);
                case GivenInput.Source.Upload _, GivenInput.Source.Address _ -> {}
            }
        }
    }
}
