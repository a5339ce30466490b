package dev.reelay.worker.media;

/// A file is not a video that can be delivered. The message says what is wrong, in words that a
/// tenant may see.
public final class UnreadableVideo extends Exception {
    public UnreadableVideo(String why) {
        super(why);
    }
}
