package dev.reelay.worker.egress;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpException;
import org.jboss.logging.Logger;

/// Ends calls when their time is over, however slowly the other side goes on, and says in a word
/// why one came to nothing.
final class CallLimit implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CallLimit.class);

    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("egress-limit").factory());

    interface Exchange<T> {
        T run() throws IOException, HttpException;
    }

    /// How a kind of call says that nothing came of it.
    record Outcomes<T>(Function<String, T> noAnswer, Function<String, T> notAllowed) {}

    <T> T within(
            Duration most, HttpUriRequestBase call, Outcomes<T> outcomes, Exchange<T> exchange) {
        var late = new AtomicBoolean();
        var limit =
                watch.schedule(
                        () -> {
                            late.set(true);
                            call.cancel();
                        },
                        most.toMillis(),
                        TimeUnit.MILLISECONDS);
        try {
            return exchange.run();
        } catch (NotPublicException e) {
            return outcomes.notAllowed().apply("the address is not public");
        } catch (IOException | HttpException e) {
            LOG.debugf("A call had no answer; why=%s", e.getClass().getSimpleName());
            return outcomes.noAnswer().apply(late.get() ? "no answer in time" : why(e));
        } finally {
            limit.cancel(false);
        }
    }

    /// For the tenant, without anything of the inner network.
    private static String why(Exception e) {
        return switch (e) {
            case UnknownHostException _ -> "the name has no address";
            case ConnectTimeoutException _ -> "no connection in time";
            case HttpHostConnectException _ -> "no connection";
            case SSLException _ -> "the certificate or TLS is not accepted";
            case ProxyRefusedException _ -> "the proxy does not connect to it";
            default -> "the connection broke or the answer is no HTTP";
        };
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
