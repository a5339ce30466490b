package dev.reelay.api.audit;

import org.jspecify.annotations.Nullable;

/// What is kept of a request's body.
///
/// @param json without its secrets; null where it was none, was no JSON or was too long
/// @param bytes how long it was; of one that was too long and did not say so, how much was read
public record KeptBody(@Nullable String json, long bytes) {}
