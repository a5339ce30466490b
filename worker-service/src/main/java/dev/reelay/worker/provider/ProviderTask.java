package dev.reelay.worker.provider;

/// The upstream's own id for the work it accepted.
public record ProviderTask(String id) {}
