package dev.reelay.worker.asset;

/// What a provider delivered cannot be a clip. The message may be shown to the tenant.
final class NotAClip extends Exception {
    NotAClip(String why) {
        super(why);
    }
}
