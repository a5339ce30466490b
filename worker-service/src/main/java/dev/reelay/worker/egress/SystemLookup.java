package dev.reelay.worker.egress;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks the machine's resolver, on threads of its own: that call blocks in native code, where a
/// virtual thread would hold a whole core.
@Singleton
class SystemLookup implements NameLookup {
    // A name server that never answers holds a thread until the resolver gives up; others go on.
    private static final int AT_ONCE = 64;
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final ExecutorService threads = threads();
    private final EgressConfig config;

    SystemLookup(EgressConfig config) {
        this.config = config;
    }

    private static ExecutorService threads() {
        var threads =
                new ThreadPoolExecutor(
                        AT_ONCE,
                        AT_ONCE,
                        KEPT.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("lookup-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        var asked = threads.submit(() -> List.of(InetAddress.getAllByName(host)));
        try {
            return asked.get(config.connectLimit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new UnknownHostException("the name has no address");
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new UnknownHostException("the name was not resolved in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("stopped while the name was resolved");
        }
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }
}
