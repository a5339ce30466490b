package dev.reelay.worker.egress;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Something on this machine that nobody may reach: counts who connects, and says nothing.
final class Canary implements AutoCloseable {
    private static final int TRIES = 20;

    private final List<ServerSocket> sockets;
    private final List<Thread> listeners;

    /// One that nobody holds would be closed with the next garbage.
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();

    Canary() {
        this(List.of(InetAddress.getLoopbackAddress()));
    }

    /// Listens on one port of all these addresses.
    Canary(List<InetAddress> addresses) {
        sockets = listen(addresses);
        listeners =
                sockets.stream()
                        .map(socket -> Thread.ofPlatform().daemon().start(() -> count(socket)))
                        .toList();
    }

    private static List<ServerSocket> listen(List<InetAddress> addresses) {
        for (var tries = 0; ; tries++) {
            var open = new ArrayList<ServerSocket>();
            try {
                for (var address : addresses) {
                    var socket = new ServerSocket();
                    open.add(socket);
                    var port = open.getFirst().getLocalPort();
                    socket.bind(new InetSocketAddress(address, Math.max(port, 0)), 50);
                }
                return open;
            } catch (IOException e) { // the port is taken on one of them
                open.forEach(Canary::close);
                if (tries == TRIES) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void count(ServerSocket socket) {
        try {
            while (true) {
                accepted.add(socket.accept());
            }
        } catch (IOException e) {
            // closed
        }
    }

    int port() {
        return sockets.getFirst().getLocalPort();
    }

    int connects() {
        return accepted.size();
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Afterwards nobody listens: one that is just accepting keeps the port open a moment longer.
    @Override
    public void close() {
        sockets.forEach(Canary::close);
        try {
            for (var listener : listeners) {
                listener.join();
            }
            accepted.forEach(Canary::close);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
