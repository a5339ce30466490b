package dev.reelay.worker.media;

/// A run of ffmpeg did not end well. The message is for logs: it may name files.
public final class FfmpegFailed extends Exception {
    /// What a caller can do about it differs.
    public enum Why {
        /// The program itself cannot be run here, whatever it is asked.
        UNUSABLE,
        /// It did not end within its time and was killed.
        TOO_SLOW,
        /// A signal from outside ended it; it may well work another time.
        KILLED,
        /// It ended with an error, usually for its input.
        ERROR
    }

    private final Why why;

    FfmpegFailed(Why why, String message) {
        super(message);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
