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
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jboss.logging.Logger;

/// The client for addresses that are not ours. Calls block; run them on a virtual thread. Nothing
/// is followed, repeated, unpacked or kept open, and nothing is read beyond what was asked for.
@Singleton
public class Egress {
    private static final Logger LOG = Logger.getLogger(Egress.class);
    private static final int HTTPS_PORT = 443;
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
            return new NotAllowed("the address is not allowed");
        }
        var post = new HttpPost(request.url());
        request.headers().forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(request.body(), ContentType.APPLICATION_JSON));
        var late = new AtomicBoolean();
        var limit =
                watch.schedule(
                        () -> {
                            late.set(true);
                            post.cancel();
                        },
                        request.limit().toMillis(),
                        TimeUnit.MILLISECONDS);
        try {
            return send(post, request.mostAnswer());
        } catch (NotPublicException e) {
            return new NotAllowed("the address is not public");
        } catch (IOException | HttpException e) {
            LOG.debugf("A call had no answer; why=%s", e.getClass().getSimpleName());
            return new NoAnswer(late.get() ? "no answer in time" : why(e));
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
            return true;
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
