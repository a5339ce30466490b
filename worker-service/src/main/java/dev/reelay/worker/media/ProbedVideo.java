package dev.reelay.worker.media;

/// What a video file says about itself.
///
/// @param width shown width in pixels, after the file's rotation
/// @param height shown height in pixels, after the file's rotation
/// @param fps mean frame rate of the video track
/// @param audio whether there is a sound track
public record ProbedVideo(int width, int height, long durationMillis, double fps, boolean audio) {}
