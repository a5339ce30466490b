package dev.reelay.e2e.crash;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/// A receiver that does not behave, on a port of its own.
final class HostileReceiver implements AutoCloseable {
    private static final int ENDLESS = 1_000_000_000;
    private static final int PIECE = 64 * 1024;
    private static final byte[] BOMB = bomb();

    /// What is done to a connection that has sent its request.
    @FunctionalInterface
    interface Manner {
        void treat(Socket connection, OutputStream answer) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();

    private HostileReceiver(ServerSocket server, Manner manner) {
        this.server = server;
        threads.execute(() -> accept(manner));
    }

    static HostileReceiver open(Manner manner) {
        try {
            return new HostileReceiver(
                    new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), manner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes the request and says nothing.
    static Manner hanging() {
        return (_, _) -> Thread.sleep(30_000);
    }

    static Manner answering(String status, String... headers) {
        return (_, answer) -> {
            answer.write(head(status, "Content-Length: 0\r\n" + String.join("\r\n", headers)));
            answer.flush();
        };
    }

    /// Ends the connection as a crash does.
    static Manner resetting() {
        return (connection, _) -> connection.setSoLinger(true, 0);
    }

    /// Says that it took the message, in a gigabyte of words.
    static Manner talkative() {
        return (_, answer) -> {
            answer.write(head("200 OK", "Content-Length: " + ENDLESS));
            for (var left = ENDLESS; left > 0; left -= PIECE) {
                answer.write(new byte[PIECE]);
            }
        };
    }

    /// Says that it took the message, in words that unpack to a gigabyte.
    static Manner packed() {
        return (_, answer) -> {
            answer.write(
                    head("200 OK", "Content-Encoding: gzip\r\nContent-Length: " + BOMB.length));
            answer.write(BOMB);
        };
    }

    /// A byte of its answer a second.
    static Manner dripping() {
        return (_, answer) -> {
            for (var each : head("200 OK", "Content-Length: 0")) {
                answer.write(each);
                answer.flush();
                Thread.sleep(1000);
            }
        };
    }

    /// Does not speak TLS, though its address says so.
    static Manner plain() {
        return answering("200 OK");
    }

    private static byte[] head(String status, String headers) {
        return "HTTP/1.1 %s\r\n%s\r\nConnection: close\r\n\r\n"
                .formatted(status, headers.strip())
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bomb() {
        var packed = new ByteArrayOutputStream();
        try (var pack = new GZIPOutputStream(packed)) {
            for (var left = ENDLESS; left > 0; left -= PIECE) {
                pack.write(new byte[PIECE]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    String url(String scheme) {
        return "%s://127.0.0.1:%d/hook".formatted(scheme, server.getLocalPort());
    }

    long connections() {
        return connections.get();
    }

    /// Bytes that were taken from it.
    long sent() {
        return sent.get();
    }

    private void accept(Manner manner) {
        try {
            while (true) {
                var connection = server.accept();
                connections.incrementAndGet();
                threads.execute(() -> serve(connection, manner));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket connection, Manner manner) {
        try (connection) {
            read(connection.getInputStream());
            manner.treat(connection, new Counting(connection.getOutputStream()));
        } catch (IOException e) {
            // The other side has had enough.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Reads one request, or whatever came first.
    private static void read(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0 || (head.size() == 0 && next == TLS_HANDSHAKE)) {
                return;
            }
            head.write(next);
        }
        in.readNBytes(
                head.toString(StandardCharsets.ISO_8859_1)
                        .lines()
                        .map(line -> line.split(": ", 2))
                        .filter(line -> line[0].equalsIgnoreCase("content-length"))
                        .mapToInt(line -> Integer.parseInt(line[1]))
                        .sum());
    }

    private static final int TLS_HANDSHAKE = 0x16;

    private final class Counting extends OutputStream {
        private final OutputStream out;

        Counting(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int each) throws IOException {
            out.write(each);
            sent.incrementAndGet();
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            sent.addAndGet(length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
