package dev.reelay.e2e.proxy;

import dev.reelay.e2e.proxy.Fate.Lot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A port of loopback that passes every connection on to another one, until it is told to do worse.
/// A connection whose target does not answer is reset.
public final class Link implements AutoCloseable {
    private static final int BACKLOG = 200;

    private final String name;
    private final int target;
    private final Fate fate;
    private final ServerSocket server;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    private final Map<Flaw, Integer> met = new EnumMap<>(Flaw.class);
    private volatile @Nullable Flaw all;
    private volatile boolean isSpared;

    /// Takes connections from now on.
    ///
    /// @param target the port that it passes them to
    public Link(String name, int target, Fate fate) {
        this.name = name;
        this.target = target;
        this.fate = fate;
        try {
            server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("link " + name).start(this::take);
    }

    public String name() {
        return name;
    }

    /// Where clients connect to.
    public int port() {
        return server.getLocalPort();
    }

    /// How many connections it was asked for.
    public int opened() {
        return opened.get();
    }

    /// How many connections met a flaw, by flaw.
    public Map<Flaw, Integer> met() {
        synchronized (met) {
            return Map.copyOf(met);
        }
    }

    /// From now on all connections have the flaw, those that are open and those to come, until
    /// {@link #heal}.
    public void strike(Flaw flaw) {
        all = flaw;
        open.forEach(connection -> connection.strike(flaw));
    }

    /// Ends what {@link #strike} began; what is not broken for good goes on.
    public void heal() {
        all = null;
        open.forEach(Connection::heal);
    }

    /// From now on connections meet what is drawn for them; it begins so.
    public void expose() {
        isSpared = false;
    }

    /// From now on no connection fails, whatever was drawn for it.
    public void spare() {
        isSpared = true;
        all = null;
        open.forEach(Connection::spare);
    }

    private void take() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                Thread.ofVirtual().name(name).start(() -> pass(client));
            } catch (IOException e) {
                // closed, or a client that has gone again
            }
        }
    }

    private void pass(Socket client) {
        opened.incrementAndGet();
        try (var onward = new Socket(InetAddress.getLoopbackAddress(), target)) {
            run(new Connection(client, onward, lot(), this::count));
            client.close();
        } catch (IOException e) {
            Connection.reset(client);
        }
    }

    private Optional<Lot> lot() {
        return isSpared ? Optional.empty() : fate.draw();
    }

    private void run(Connection connection) throws IOException {
        open.add(connection);
        try {
            var now = all;
            if (now != null) {
                connection.strike(now);
            }
            connection.run();
        } finally {
            open.remove(connection);
        }
    }

    private void count(Flaw flaw) {
        synchronized (met) {
            met.merge(flaw, 1, Integer::sum);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(Connection::cut);
    }
}
