package dev.reelay.api.submission;

import dev.reelay.api.credit.Terms;
import dev.reelay.api.job.Job;

/// The job that an idempotency key stands for.
///
/// @param stale it has been accepting for so long that a repeat may take it over
/// @param takeovers how often that was done; the fence of who gives it up
record KnownJob(
        Job job, Terms terms, byte[] fingerprint, boolean stale, int takeovers, boolean deleted) {}
