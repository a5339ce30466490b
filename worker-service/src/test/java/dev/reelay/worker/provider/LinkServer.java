package dev.reelay.worker.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reelay.common.secret.InputLink;
import dev.reelay.common.secret.MasterKey;
import dev.reelay.worker.store.S3Objects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The public address of an installation, where it serves nothing but what was linked.
final class LinkServer implements AutoCloseable {
    static final MasterKey MASTER = new MasterKey("A".repeat(43) + "=");

    private static final String PATH = "/inputs/";

    private final InputLink links = new InputLink(MASTER);
    private final S3Objects objects;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    LinkServer(S3Objects objects) {
        this.objects = objects;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(PATH, this::serve);
        server.setExecutor(threads);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var target = links.read(exchange.getRequestURI().getPath().substring(PATH.length()));
            if (target.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            try (var content = objects.open(target.get().object())) {
                var bytes = content.readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", target.get().contentType());
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
