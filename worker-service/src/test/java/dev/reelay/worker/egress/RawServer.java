package dev.reelay.worker.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that answers with whatever bytes it is told, however wrong, to each connection once.
final class RawServer implements AutoCloseable {
    final List<String> heads = new CopyOnWriteArrayList<>();

    private final AtomicInteger connects = new AtomicInteger();
    private final ServerSocket socket;
    private final Thread listener;
    private final Answering answering;

    interface Answering {
        void answer(String head, Socket client) throws IOException;
    }

    RawServer(Answering answering) {
        this("127.0.0.1", 0, answering);
    }

    /// @param port 0 for any
    RawServer(String address, int port, Answering answering) {
        this.answering = answering;
        try {
            socket = new ServerSocket(port, 100, InetAddress.ofLiteral(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listener = Thread.ofPlatform().daemon().start(this::listen);
    }

    private void listen() {
        try {
            while (true) {
                var client = socket.accept();
                connects.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(20_000);
            var head = head(client.getInputStream());
            heads.add(head);
            answering.answer(head, client);
        } catch (IOException e) {
            // the client has gone, which is what most of these tests are about
        }
    }

    /// Up to the blank line.
    static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        for (var b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            if (head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /// Leads everyone there.
    static Answering redirect(String location) {
        return (_, client) ->
                say(
                        client.getOutputStream(),
                        "HTTP/1.1 302 Found\r\nLocation: %s\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"
                                .formatted(location));
    }

    int connects() {
        return connects.get();
    }

    int port() {
        return socket.getLocalPort();
    }

    /// Afterwards nobody listens.
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
