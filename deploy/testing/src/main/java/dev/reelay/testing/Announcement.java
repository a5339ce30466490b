package dev.reelay.testing;

/// The line by which a build shows what its tests run on.
final class Announcement {
    private Announcement() {}

    static void of(String server, String from, long startedAtNanos) {
        System.out.printf(
                "[real parts] %s from %s, started in %.1f s%n",
                server, from, (System.nanoTime() - startedAtNanos) / 1e9);
    }
}
