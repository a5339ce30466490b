package dev.reelay.api.submission;

import dev.reelay.api.credit.Terms;
import dev.reelay.api.job.Job;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A job on its way to being accepted, as it is written first.
record AcceptingJob(
        Job job,
        Terms terms,
        UUID key,
        UUID workspace,
        @Nullable String endUser,
        Duration filesKept,
        Duration promptsKept) {}
