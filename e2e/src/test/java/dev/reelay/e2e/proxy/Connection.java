package dev.reelay.e2e.proxy;

import dev.reelay.e2e.proxy.Fate.Lot;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One connection of a link: two streams of bytes, and what is wrong with them.
final class Connection {
    private static final int PIECE = 16 * 1024;
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int DROP = 100;
    private static final long DROP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int DISCARD_MILLIS = 500;

    private static final Pattern HEAD =
            Pattern.compile("(GET|PUT|POST|HEAD|DELETE|PATCH|OPTIONS) [!-~]+ HTTP/1\\.1\r\n");
    private static final byte[] SERVICE_UNAVAILABLE =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Socket client;
    private final Socket server;
    private volatile @Nullable Lot lot;
    private final Consumer<Flaw> met;
    private volatile @Nullable Flaw flaw;
    private volatile boolean isAsked;
    private volatile boolean isRefused;
    private int pieces;

    /// @param met told of each flaw that does something to this connection
    Connection(Socket client, Socket server, Optional<Lot> lot, Consumer<Flaw> met) {
        this.client = client;
        this.server = server;
        this.lot = lot.orElse(null);
        this.met = met;
    }

    /// Passes bytes both ways until both ends are through, or the connection is cut.
    void run() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        var answers = Thread.ofVirtual().start(() -> pump(server, client, this::answer));
        pump(client, server, this::ask);
        try {
            answers.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void strike(Flaw now) {
        isAsked = false;
        flaw = now;
        if (now == Flaw.RESET) {
            met.accept(now);
            cut();
        } else if (now == Flaw.HALF_CLOSE) {
            met.accept(now);
            silence();
        } else if (now.lasts()) {
            met.accept(now);
        }
    }

    void heal() {
        flaw = null;
    }

    /// What was drawn for it does not happen any more.
    void spare() {
        lot = null;
        heal();
    }

    /// Both ends are reset.
    void cut() {
        reset(client);
        reset(server);
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it has gone by itself
        }
    }

    /// One piece on its way. Answers whether the connection goes on.
    @FunctionalInterface
    private interface Way {
        boolean pass(byte[] piece) throws IOException;
    }

    private void pump(Socket from, Socket to, Way way) {
        var buffer = new byte[PIECE];
        try {
            while (true) {
                var read = from.getInputStream().read(buffer);
                if (read < 0) {
                    waitForLight();
                    to.shutdownOutput();
                    return;
                }
                if (!way.pass(Arrays.copyOf(buffer, read))) {
                    return;
                }
            }
        } catch (IOException e) {
            if (!isRefused) {
                cut();
            }
        }
    }

    private boolean ask(byte[] piece) throws IOException {
        var mine = lot;
        if (mine != null && pieces++ == mine.after()) {
            meet(mine);
        }
        if (flaw == Flaw.UNAVAILABLE && isHead(piece)) {
            met.accept(Flaw.UNAVAILABLE);
            refuse();
            return false;
        }
        isAsked = true;
        write(server, piece);
        return true;
    }

    private boolean answer(byte[] piece) throws IOException {
        if (flaw == Flaw.LOST_ANSWER && isAsked) {
            met.accept(Flaw.LOST_ANSWER);
            cut();
            return false;
        }
        if (!client.isOutputShutdown() && !isRefused) {
            write(client, piece);
        }
        return true;
    }

    private void meet(Lot mine) {
        strike(mine.flaw());
        if (mine.flaw().lasts()) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                LockSupport.parkNanos(mine.lasting().toNanos());
                                if (flaw == mine.flaw()) {
                                    heal();
                                }
                            });
        }
    }

    private void write(Socket to, byte[] piece) throws IOException {
        waitForLight();
        var out = to.getOutputStream();
        if (flaw == Flaw.LATENCY) {
            LockSupport.parkNanos(LATE_NANOS);
        }
        var from = 0;
        while (flaw == Flaw.TRICKLE && from < piece.length) {
            LockSupport.parkNanos(DROP_NANOS);
            var length = Math.min(DROP, piece.length - from);
            out.write(piece, from, length);
            from += length;
        }
        out.write(piece, from, piece.length - from);
    }

    /// Returns when nothing swallows what passes.
    private void waitForLight() {
        while (flaw == Flaw.BLACK_HOLE && !client.isClosed()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void silence() {
        try {
            client.shutdownOutput();
        } catch (IOException e) {
            cut();
        }
    }

    private static boolean isHead(byte[] piece) {
        return HEAD.matcher(new String(piece, StandardCharsets.ISO_8859_1)).lookingAt();
    }

    /// Says that the server cannot, and hears the client out: a reset would overtake the answer.
    private void refuse() throws IOException {
        isRefused = true;
        reset(server);
        client.getOutputStream().write(SERVICE_UNAVAILABLE);
        client.shutdownOutput();
        client.setSoTimeout(DISCARD_MILLIS);
        var nowhere = new byte[PIECE];
        try {
            while (client.getInputStream().read(nowhere) >= 0) {
                // what follows of the request is nobody's
            }
        } catch (SocketTimeoutException e) {
            // it has said what it wanted to
        }
        reset(client);
    }
}
