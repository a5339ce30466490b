package dev.reelay.worker.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.Attempts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The sandbox calls back as an upstream does, when a render has ended.
class CallBackTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer gateway;
    private SandboxWorker worker;

    @BeforeEach
    void open() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
        gateway.createContext(
                "/",
                exchange -> {
                    heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        gateway.start();
        worker = new SandboxWorker(WorkerParts.emptyDatabase(), WorkerParts.objects()).start();
    }

    @AfterEach
    void close() throws IOException {
        worker.close();
        gateway.stop(0);
    }

    private static ConditionFactory await() {
        return Awaitility.await();
    }

    private URI callback() {
        return URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + "/callbacks/x/y");
    }

    @Test
    void when_a_render_ends_then_its_callback_is_called_and_nothing_else_is_needed() {
        var first = Attempts.of("a kite").callback(callback()).attempt();
        worker.submit(first);
        await().until(() -> heard.equals(List.of("POST /callbacks/x/y")));

        // The next one has none, and by its ring the first one's would have been heard.
        var second = Attempts.of("a kite").attempt();
        worker.submit(second);
        await().until(() -> worker.rung.contains(second.id()));
        assertThat(worker.rung).containsExactly(second.id());
    }

    @Test
    void when_its_callback_does_not_get_through_then_the_worker_is_told_all_the_same() {
        status = 503;
        var attempt = Attempts.of("a kite").callback(callback()).attempt();
        worker.submit(attempt);
        await().until(() -> worker.rung.equals(List.of(attempt.id())));
        assertThat(heard).hasSize(1);
    }
}
