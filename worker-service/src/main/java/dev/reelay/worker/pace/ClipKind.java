package dev.reelay.worker.pace;

/// What it depends on how long a render takes.
///
/// @param model the route's name for it
/// @param seconds that are rendered
public record ClipKind(String provider, String model, String resolution, int seconds) {}
