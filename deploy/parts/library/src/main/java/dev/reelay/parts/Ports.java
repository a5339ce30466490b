package dev.reelay.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of loopback.
public final class Ports {
    // Below what Linux hands out by itself (32768 and up), so no outgoing connection takes one from
    // us.
    private static final int LOWEST = 23_000;
    private static final int HIGHEST = 32_000;

    private Ports() {}

    /// Whether a server could listen here now.
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// The first of this many neighbours that are free now; random, so that two who ask at once
    /// differ.
    public static int freeRun(int count) {
        for (var tries = 0; tries < 1000; tries++) {
            var first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - count);
            if (areFree(first, count)) {
                return first;
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static boolean areFree(int first, int count) {
        for (var port = first; port < first + count; port++) {
            if (!isFree(port)) {
                return false;
            }
        }
        return true;
    }
}
