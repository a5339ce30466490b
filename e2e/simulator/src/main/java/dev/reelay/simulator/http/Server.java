package dev.reelay.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An HTTP server on a port of the loopback address, which it keeps over `shut` and `open`. Every
/// request has a virtual thread.
public final class Server implements AutoCloseable {
    private static final int WAITING_CONNECTIONS = 2000;
    private static final int PIECE = 16 * 1024;

    static {
        // Read once by the JDK's server, before the first one is made. Clients keep connections
        // for minutes; one that is closed under a request would look like a lost answer.
        preset("sun.net.httpserver.nodelay", "true");
        preset("sun.net.httpserver.idleInterval", "600");
        preset("sun.net.httpserver.maxIdleConnections", "20000");
    }

    /// Answers one request; an interrupt ends it without an answer.
    @FunctionalInterface
    public interface Handler {
        Answer answer(Call call) throws InterruptedException;
    }

    private final Handler handler;
    private final int port;
    private @Nullable HttpServer server;
    private ExecutorService threads;

    /// @param port 0 for a free one
    public Server(int port, Handler handler) {
        this.handler = handler;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        var opened = listen(port);
        this.server = opened;
        this.port = opened.getAddress().getPort();
    }

    private static void preset(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /// Connections are refused from now on, and those that are open are closed.
    public synchronized void shut() {
        if (server != null) {
            server.stop(0);
            threads.shutdownNow();
            server = null;
        }
    }

    /// Listens again, on the same port.
    public synchronized void open() {
        if (server == null) {
            threads = Executors.newVirtualThreadPerTaskExecutor();
            server = listen(port);
        }
    }

    private HttpServer listen(int wanted) {
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try {
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted);
                var opened = HttpServer.create(address, WAITING_CONNECTIONS);
                opened.setExecutor(threads);
                opened.createContext("/", this::serve);
                opened.start();
                return opened;
            } catch (BindException e) {
                if (wanted == 0 || System.nanoTime() > until) {
                    throw new UncheckedIOException("port " + wanted + " is taken", e);
                }
                Thread.onSpinWait();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = handler.answer(Call.of(exchange));
            if (answer.status() != 0) {
                send(exchange, answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, Answer answer)
            throws IOException, InterruptedException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        var file = answer.file();
        if (file == null) {
            var length = answer.body().length;
            exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
            if (length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
            return;
        }
        exchange.sendResponseHeaders(answer.status(), Files.size(file));
        var left = answer.cutAt() < 0 ? Long.MAX_VALUE : answer.cutAt();
        var slow = answer.bytesPerSecond() > 0;
        var piece = new byte[slow ? Math.max(1, answer.bytesPerSecond() / 10) : PIECE];
        try (var in = Files.newInputStream(file)) {
            var out = exchange.getResponseBody();
            for (var read = in.read(piece); read > 0 && left > 0; read = in.read(piece)) {
                out.write(piece, 0, (int) Math.min(read, left));
                left -= read;
                if (slow) {
                    out.flush();
                    Thread.sleep(100);
                }
            }
            out.flush();
        }
        if (answer.cutAt() >= 0) {
            exchange.close();
        }
    }

    @Override
    public void close() {
        shut();
        threads.shutdownNow();
    }
}
