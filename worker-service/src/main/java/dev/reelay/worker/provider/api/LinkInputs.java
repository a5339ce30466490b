package dev.reelay.worker.provider.api;

import dev.reelay.common.event.JobSpec;
import dev.reelay.common.secret.InputLink;
import dev.reelay.common.secret.InputLink.Target;
import dev.reelay.common.secret.MasterKey;
import dev.reelay.worker.provider.PublicConfig;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Addresses of inputs below our public one, for upstreams that take a clip in no other way. The
/// api serves them until the job's deadline.
@Singleton
public class LinkInputs {
    private final @Nullable String base;
    private final InputLink links;

    public LinkInputs(PublicConfig config, MasterKey master) {
        base = config.url().map(url -> url.toString().replaceAll("/$", "")).orElse(null);
        links = new InputLink(master);
    }

    /// Empty where this installation has no public address.
    Optional<String> link(JobSpec spec, JobSpec.Input input, String contentType) {
        return base == null
                ? Optional.empty()
                : Optional.of(
                        base
                                + "/inputs/"
                                + links.of(new Target(input.key(), contentType, spec.deadline())));
    }
}
