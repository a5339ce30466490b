package dev.reelay.api.console;

import dev.reelay.api.job.JobState;

/// A state as icon, word and colour, never as colour alone.
///
/// @param kind the class that colours it
record Chip(String icon, String word, String kind) {
    static Chip of(JobState state) {
        return switch (state) {
            case QUEUED -> new Chip("○", "queued", "waits");
            case IN_PROGRESS -> new Chip("◐", "in progress", "runs");
            case COMPLETED -> new Chip("✓", "completed", "good");
            case FAILED -> new Chip("✕", "failed", "bad");
            case CANCELLED -> new Chip("–", "cancelled", "waits");
            case EXPIRED -> new Chip("✕", "expired", "bad");
            case ACCEPTING, ABANDONED -> throw new IllegalStateException("nobody sees " + state);
        };
    }
}
