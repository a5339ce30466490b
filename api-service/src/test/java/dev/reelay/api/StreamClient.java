package dev.reelay.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// Many clients that follow a tenant's events, one thread for all of them, in a process of its own
/// so that a server's memory can be told from theirs. Says `open` when all streams have begun and
/// `told` when each has got an event.
final class StreamClient {
    private static final int AT_ONCE = 50;
    private static final int PAUSE_MILLIS = 1000;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private int open;
    private int told;

    private StreamClient() throws IOException {}

    /// What one client has seen.
    private static final class Seen {
        private boolean begun;
        private boolean told;
    }

    /// @param arguments port, key, how many
    public static void main(String... arguments) throws IOException {
        var count = Integer.parseInt(arguments[2]);
        new StreamClient().run(Integer.parseInt(arguments[0]), arguments[1], count);
    }

    private void run(int port, String key, int count) throws IOException {
        var request =
                """
                GET /v1/events HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Accept: text/event-stream\r
                \r
                """
                        .formatted(key)
                        .getBytes(StandardCharsets.US_ASCII);
        for (var asked = 0; asked < count; ) {
            for (var i = 0; i < AT_ONCE && asked < count; i++, asked++) {
                var channel = SocketChannel.open(new InetSocketAddress("localhost", port));
                channel.write(ByteBuffer.wrap(request));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Seen());
            }
            while (open < asked) {
                look();
            }
        }
        System.out.println("open");
        while (told < count) {
            look();
        }
        System.out.println("told");
    }

    private void look() throws IOException {
        selector.select(
                key -> {
                    try {
                        read(key);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                PAUSE_MILLIS);
    }

    private void read(SelectionKey key) throws IOException {
        buffer.clear();
        if (((SocketChannel) key.channel()).read(buffer) < 0) {
            throw new IOException("a stream was ended");
        }
        var text = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
        var seen = (Seen) key.attachment();
        if (!seen.begun && text.contains("\n:")) {
            seen.begun = true;
            open++;
        }
        if (!seen.told && text.contains("event: ")) {
            seen.told = true;
            told++;
        }
    }
}
