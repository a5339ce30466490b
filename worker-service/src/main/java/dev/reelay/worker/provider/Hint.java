package dev.reelay.worker.provider;

import dev.reelay.common.event.JobSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a tenant may ask for without insisting: a route that cannot take it drops it and says so.
public enum Hint {
    NEGATIVE_PROMPT {
        @Override
        boolean isIn(JobSpec spec) {
            return spec.negativePrompt() != null && !spec.negativePrompt().isBlank();
        }
    },
    SEED {
        @Override
        boolean isIn(JobSpec spec) {
            return spec.seed() != null;
        }
    },
    FPS {
        @Override
        boolean isIn(JobSpec spec) {
            return spec.fps() != null;
        }
    },
    QUALITY {
        @Override
        boolean isIn(JobSpec spec) {
            return spec.quality() != null;
        }
    },
    PROVIDER_OPTIONS {
        @Override
        boolean isIn(JobSpec spec) {
            return spec.providerOptions() != null && !spec.providerOptions().isEmpty();
        }
    };

    abstract boolean isIn(JobSpec spec);

    /// What a job asks for and a route does not take, as warnings for the tenant.
    public static List<String> ignored(JobSpec spec, Set<Hint> taken, String who) {
        return Arrays.stream(values())
                .filter(hint -> !taken.contains(hint) && hint.isIn(spec))
                .map(hint -> hint.name().toLowerCase(Locale.ROOT))
                .map(field -> "%s is ignored: %s has no use for it".formatted(field, who))
                .toList();
    }
}
