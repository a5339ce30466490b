package dev.reelay.worker.egress;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    private static final String NO_ANSWER = "no answer in time";

    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("egress-limit").factory());

    interface Exchange<T> {
        T run() throws IOException, HttpException;
    }

    /// How a kind of call says that nothing came of it.
    record Outcomes<T>(
            Function<String, T> noAnswer,
            Function<String, T> notSent,
            Function<String, T> notAllowed) {}

    /// A call whose time runs out.
    final class Running implements AutoCloseable {
        private final AtomicBoolean late = new AtomicBoolean();
        private final Future<?> end;

        private Running(Duration most, HttpUriRequestBase call) {
            Runnable over =
                    () -> {
                        late.set(true);
                        call.cancel();
                    };
            end = watch.schedule(over, most.toMillis(), TimeUnit.MILLISECONDS);
        }

        /// Why it came to nothing: for the tenant, without anything of the inner network.
        String why(Exception e) {
            return late.get() ? NO_ANSWER : CallLimit.why(e);
        }

        @Override
        public void close() {
            end.cancel(false);
        }
    }

    Running start(Duration most, HttpUriRequestBase call) {
        return new Running(most, call);
    }

    /// Runs the exchange, and says in its own kind of answer where nothing came of it.
    static <T> T attempt(Running running, Outcomes<T> outcomes, Exchange<T> exchange) {
        try {
            return exchange.run();
        } catch (NotPublicException e) {
            return outcomes.notAllowed().apply("the address is not public");
        } catch (NotConnectedException e) {
            return outcomes.notSent().apply(running.why(e.why()));
        } catch (IOException | HttpException e) {
            LOG.debugf("A call had no answer; why=%s", e.getClass().getSimpleName());
            return outcomes.noAnswer().apply(running.why(e));
        }
    }

    private static String why(Exception e) {
        return switch (e) {
            case UnknownHostException _ -> "the name has no address";
            case ConnectTimeoutException _ -> "no connection in time";
            case SocketTimeoutException _ -> NO_ANSWER;
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
