package dev.reelay.api.dialect.newapi;

import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.common.event.JobReport.Reason;
import java.util.Locale;

/// A state in the words of the documentation, of the software and of its OpenAI-style surface.
///
/// @param documented as the poll answer's own `status`
/// @param running as `data.status`
/// @param openai as the video object's `status`
record NewApiStatus(String documented, String running, String openai) {
    private static final int MOST_RUNNING = 99;

    static NewApiStatus of(JobState state) {
        return switch (state) {
            case ACCEPTING, ABANDONED, QUEUED -> new NewApiStatus("queued", "SUBMITTED", "queued");
            case IN_PROGRESS -> new NewApiStatus("processing", "IN_PROGRESS", "in_progress");
            case COMPLETED -> new NewApiStatus("succeeded", "SUCCESS", "completed");
            case FAILED, CANCELLED, EXPIRED -> new NewApiStatus("failed", "FAILURE", "failed");
        };
    }

    /// @param state the canonical word
    static NewApiStatus named(String state) {
        return of(JobState.valueOf(state.toUpperCase(Locale.ROOT)));
    }

    /// 0 to 100; in between only while it runs.
    static int progress(Job job) {
        return switch (job.state()) {
            case ACCEPTING, ABANDONED, QUEUED -> 0;
            case IN_PROGRESS -> Math.clamp(job.progress(), 1, MOST_RUNNING);
            case COMPLETED, FAILED, CANCELLED, EXPIRED -> 100;
        };
    }

    static boolean isFailure(Job job) {
        return of(job.state()).documented().equals("failed");
    }

    /// Why a job failed, as a text.
    static String why(Job job) {
        var failure = job.failure();
        return failure == null ? "the video could not be made" : failure.message();
    }

    /// And as the number that an HTTP answer would have.
    static int code(Job job) {
        var failure = job.failure();
        return switch (failure == null ? Reason.PROVIDER_ERROR : failure.reason()) {
            case CONTENT_POLICY, INVALID_INPUT, CANCELLED -> 400;
            case PROVIDER_ERROR -> 502;
            case STORAGE_ERROR -> 500;
            case PROVIDER_UNAVAILABLE -> 503;
            case TIMEOUT -> 504;
        };
    }
}
