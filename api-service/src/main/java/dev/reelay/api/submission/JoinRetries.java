package dev.reelay.api.submission;

import dev.reelay.api.submission.PostgresRetries.Earlier;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Finds the earlier submission that one without a key is a retry of. Only evidence counts, never
/// that two requests look alike: the client says that it retries, or the earlier one's answer
/// cannot have reached it.
@Singleton
final class JoinRetries {
    private final PostgresAcceptance acceptance;
    private final PostgresRetries retries;
    private final FollowAnswers answers;
    private final SubmissionConfig config;

    JoinRetries(
            PostgresAcceptance acceptance,
            PostgresRetries retries,
            FollowAnswers answers,
            SubmissionConfig config) {
        this.acceptance = acceptance;
        this.retries = retries;
        this.answers = answers;
        this.config = config;
    }

    /// The earlier one's job; empty where there is none, and then the job is written.
    Optional<JobId> insertOrFind(AcceptingJob accepting, Idempotency.Keyless asked) {
        var tenant = accepting.job().tenant();
        var inserted = acceptance.insert(accepting, asked);
        while (!inserted) {
            var earlier = retried(tenant, accepting.key(), asked);
            if (earlier.isPresent()) {
                retries.joined(tenant, earlier.get());
                return earlier;
            }
            // For one that says it retries: what was there is refused and gone by now.
            inserted = acceptance.insert(accepting, asked, !asked.isRetry());
        }
        answers.follow(tenant, accepting.job().id());
        return Optional.empty();
    }

    /// The job of the earlier one where the client says that it retries.
    Optional<JobId> find(TenantId tenant, UUID apiKey, Idempotency.Keyless asked) {
        return asked.isRetry() ? retried(tenant, apiKey, asked) : Optional.empty();
    }

    /// Those that came after this request are not what it repeats, so they are not awaited.
    private Optional<JobId> retried(TenantId tenant, UUID apiKey, Idempotency.Keyless asked) {
        var pauses = Pauses.atMost(asked.isFirst() ? Duration.ZERO : config.breaksNoticed());
        var found = retries.earlier(tenant, apiKey, asked);
        var before = found.stream().map(Earlier::job).collect(Collectors.toSet());
        while (!found.isEmpty() && likely(found, asked).isEmpty() && pauses.pause()) {
            found =
                    retries.earlier(tenant, apiKey, asked).stream()
                            .filter(earlier -> before.contains(earlier.job()))
                            .toList();
        }
        return likely(found, asked);
    }

    private static Optional<JobId> likely(List<Earlier> found, Idempotency.Keyless asked) {
        return found.stream()
                .filter(earlier -> asked.isRetry() || earlier.over())
                .findFirst()
                .map(Earlier::job);
    }
}
