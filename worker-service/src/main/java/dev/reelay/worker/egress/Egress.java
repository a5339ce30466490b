package dev.reelay.worker.egress;

import dev.reelay.worker.egress.EgressAnswer.Answered;
import dev.reelay.worker.egress.EgressAnswer.NoAnswer;
import dev.reelay.worker.egress.EgressAnswer.NotAllowed;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jboss.logging.Logger;

/// The client for addresses that are not ours. Calls block; run them on a virtual thread. Nothing
/// is repeated, unpacked or kept open, nothing is read beyond what was asked for, and only a fetch
/// follows redirects, each to an address that is checked like the first.
@Singleton
public class Egress {
    private static final Logger LOG = Logger.getLogger(Egress.class);
    private static final int HTTPS_PORT = 443;
    private static final int MOST_REDIRECTS = 5;
    private static final int BUFFER = 64 << 10;
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final String NOT_ALLOWED = "the address is not allowed";
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|\\[::1]|127(\\.\\d{1,3}){3}");

    private final EgressConfig config;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("egress-limit").factory());

    @Inject
    Egress(EgressConfig config, NameLookup lookup) {
        this(config, lookup, SSLContexts.createSystemDefault());
    }

    Egress(EgressConfig config, NameLookup lookup, SSLContext trust) {
        this.config = config;
        client = EgressClient.open(config, lookup, trust);
    }

    public EgressAnswer post(EgressRequest request) {
        if (!mayCall(request.url())) {
            return new NotAllowed(NOT_ALLOWED);
        }
        var post = new HttpPost(request.url());
        request.headers().forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(request.body(), ContentType.APPLICATION_JSON));
        return within(
                request.limit(),
                post,
                new Outcomes<>(NoAnswer::new, NotAllowed::new),
                () -> send(post, request.mostAnswer()));
    }

    /// Fetches a file onto the disk; what stood there is replaced.
    public FetchAnswer fetch(FetchRequest request, Path to) {
        var until = System.nanoTime() + request.limit().toNanos();
        var url = request.url();
        for (var hops = 0; hops <= MOST_REDIRECTS; hops++) {
            if (!mayCall(url)) {
                return new FetchAnswer.NotAllowed(NOT_ALLOWED);
            }
            var left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
            switch (get(url, left, request.most(), to)) {
                case Led(var next) -> url = next;
                case Came(var answer) -> {
                    return answer;
                }
            }
        }
        return new FetchAnswer.TooManyRedirects();
    }

    private sealed interface Hop {}

    private record Led(URI next) implements Hop {}

    private record Came(FetchAnswer answer) implements Hop {}

    private Hop get(URI url, Duration limit, long most, Path to) {
        var get = new HttpGet(url);
        return within(
                limit,
                get,
                new Outcomes<>(
                        why -> new Came(new FetchAnswer.NoAnswer(why)),
                        why -> new Came(new FetchAnswer.NotAllowed(why))),
                () -> take(get, url, most, to));
    }

    private Hop take(HttpGet get, URI url, long most, Path to) throws IOException, HttpException {
        var answer = client.executeOpen(RoutingSupport.determineHost(get), get, null);
        try {
            var location = answer.getFirstHeader(HttpHeaders.LOCATION);
            if (REDIRECTS.contains(answer.getCode()) && location != null) {
                return new Led(url.resolve(location.getValue()));
            }
            if (answer.getCode() != HttpStatus.SC_OK) {
                return new Came(new FetchAnswer.Refused(answer.getCode()));
            }
            return new Came(file(answer, most, to));
        } catch (IllegalArgumentException e) { // the redirect is no address
            return new Came(new FetchAnswer.Refused(answer.getCode()));
        } finally {
            get.cancel(); // as in send
            Closer.closeQuietly(answer);
        }
    }

    private static FetchAnswer file(ClassicHttpResponse answer, long most, Path to)
            throws IOException {
        var entity = answer.getEntity();
        if (entity == null) {
            Files.write(to, new byte[0]);
            return new FetchAnswer.Fetched(0);
        }
        if (entity.getContentLength() > most) {
            return new FetchAnswer.TooLarge();
        }
        try (var out = Files.newOutputStream(to)) {
            var content = entity.getContent();
            var buffer = new byte[BUFFER];
            var bytes = 0L;
            for (var read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                bytes += read;
                if (bytes > most) {
                    return new FetchAnswer.TooLarge();
                }
                out.write(buffer, 0, read);
            }
            return new FetchAnswer.Fetched(bytes);
        }
    }

    private interface Exchange<T> {
        T run() throws IOException, HttpException;
    }

    /// How a kind of call says that nothing came of it.
    private record Outcomes<T>(Function<String, T> noAnswer, Function<String, T> notAllowed) {}

    private <T> T within(
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

    /// Checked when it was taken; checked again, for the rules of today.
    private boolean mayCall(URI url) {
        var host = url.getHost();
        if (host == null || url.getRawUserInfo() != null) {
            return false;
        }
        if (config.loopback() && LOOPBACK.matcher(host).matches()) {
            return SCHEMES.contains(url.getScheme());
        }
        var port = url.getPort() == -1 ? HTTPS_PORT : url.getPort();
        return "https".equals(url.getScheme()) && config.ports().contains(port);
    }

    private EgressAnswer send(HttpPost post, int mostAnswer) throws IOException, HttpException {
        var target = RoutingSupport.determineHost(post);
        var answer = client.executeOpen(target, post, null);
        try {
            return new Answered(
                    answer.getCode(),
                    Optional.ofNullable(answer.getFirstHeader(HttpHeaders.RETRY_AFTER))
                            .map(header -> header.getValue()),
                    beginning(answer, mostAnswer));
        } finally {
            // First the connection: closing the answer would read on to its end, however far.
            post.cancel();
            Closer.closeQuietly(answer);
        }
    }

    /// A status is an answer even where its body is cut off.
    private static byte[] beginning(ClassicHttpResponse answer, int most) {
        var entity = answer.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        try {
            return entity.getContent().readNBytes(most);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static String why(Exception e) {
        return switch (e) {
            case UnknownHostException _ -> "the name has no address";
            case ConnectTimeoutException _ -> "no connection in time";
            case HttpHostConnectException _ -> "no connection";
            case SSLException _ -> "the certificate or TLS is not accepted";
            default -> "the connection broke or the answer is no HTTP";
        };
    }

    @PreDestroy
    void close() throws IOException {
        watch.shutdownNow();
        client.close();
    }
}
