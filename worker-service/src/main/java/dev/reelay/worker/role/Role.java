package dev.reelay.worker.role;

import java.util.List;

/// A part of the worker's work, with the topics that bring it.
public enum Role {
    /// Claims jobs, has providers render them and brings the files home.
    RENDER(List.of("video-jobs", "provider-callbacks")),
    /// Delivers events to tenants' addresses and answers for endpoints and deliveries.
    WEBHOOK(List.of("tenant-events", "tenant-notices-stored"));

    private final List<String> channels;

    Role(List<String> channels) {
        this.channels = channels;
    }

    List<String> channels() {
        return channels;
    }
}
