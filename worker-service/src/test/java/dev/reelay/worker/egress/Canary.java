package dev.reelay.worker.egress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/// Something on this machine that nobody may reach: counts who connects, and says nothing.
final class Canary implements AutoCloseable {
    private final ServerSocket socket;
    private final Thread listener;
    private final AtomicInteger connects = new AtomicInteger();

    Canary() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listener = Thread.ofPlatform().daemon().start(this::listen);
    }

    private void listen() {
        try {
            while (true) {
                socket.accept();
                connects.incrementAndGet();
            }
        } catch (IOException e) {
            // closed
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    int connects() {
        return connects.get();
    }

    /// Afterwards nobody listens: one that is just accepting keeps the port open a moment longer.
    @Override
    public void close() {
        try {
            socket.close();
            listener.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
