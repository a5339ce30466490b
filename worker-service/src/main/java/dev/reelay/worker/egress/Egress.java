package dev.reelay.worker.egress;

import dev.reelay.worker.egress.CallLimit.Outcomes;
import dev.reelay.worker.egress.CallLimit.Running;
import dev.reelay.worker.egress.EgressAnswer.Answered;
import dev.reelay.worker.egress.EgressAnswer.NoAnswer;
import dev.reelay.worker.egress.EgressAnswer.NotAllowed;
import dev.reelay.worker.egress.EgressAnswer.NotSent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.ssl.SSLContexts;

/// The client for addresses that are not ours. Calls block; run them on a virtual thread. Nothing
/// is repeated, unpacked or kept open, nothing is read beyond what was asked for, and only a fetch
/// follows redirects, each to an address that is checked like the first and told nothing of it.
@Singleton
public class Egress {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final ContentType JSON = ContentType.APPLICATION_JSON;
    private static final String NOT_ALLOWED = "the address is not allowed";

    private final CallRules rules;
    private final EgressClient client;
    private final CallLimit limit = new CallLimit();

    @Inject
    Egress(EgressConfig config, NameLookup lookup) {
        this(config, lookup, SSLContexts.createSystemDefault());
    }

    Egress(EgressConfig config, NameLookup lookup, SSLContext trust) {
        rules = new CallRules(config);
        client = new EgressClient(config, lookup, rules, trust);
    }

    public EgressAnswer call(EgressRequest request) {
        var url = rules.read(request.url());
        if (url.isEmpty()) {
            return new NotAllowed(NOT_ALLOWED);
        }
        var call = new HttpUriRequestBase(request.method(), url.get());
        request.headers().forEach(call::setHeader);
        if (request.body().length > 0 || request.method().equals("POST")) {
            var type = request.headers().containsKey(HttpHeaders.CONTENT_TYPE) ? null : JSON;
            call.setEntity(new ByteArrayEntity(request.body(), type));
        }
        try (var running = limit.start(request.limit(), call)) {
            return CallLimit.attempt(
                    running,
                    new Outcomes<>(NoAnswer::new, NotSent::new, NotAllowed::new),
                    () -> send(call, request.mostAnswer()));
        }
    }

    /// Fetches a file onto the disk; what stood there is replaced.
    public FetchAnswer fetch(FetchRequest request, Path to) {
        return switch (follow(request)) {
            case Came(var answer) -> answer;
            case Opened(var download) -> keep(download, to);
        };
    }

    private static FetchAnswer keep(Download download, Path to) {
        try (download;
                var out = Files.newOutputStream(to)) {
            return new FetchAnswer.Fetched(download.transferTo(out));
        } catch (TooLargeException e) {
            return new FetchAnswer.TooLarge();
        } catch (IOException e) {
            return new FetchAnswer.NoAnswer(download.why(e));
        }
    }

    /// Opens a file, to be read as it comes. Throws {@link NotFetchedException} where it cannot be
    /// opened.
    public Download open(FetchRequest request) throws NotFetchedException {
        return switch (follow(request)) {
            case Came(var answer) -> throw new NotFetchedException(answer);
            case Opened(var download) -> download;
        };
    }

    private sealed interface Hop {}

    private record Led(URI next) implements Hop {}

    private sealed interface End extends Hop {}

    private record Came(FetchAnswer answer) implements End {}

    private record Opened(Download download) implements End {}

    private End follow(FetchRequest request) {
        var until = System.nanoTime() + request.limit().toNanos();
        var url = request.url();
        for (var hops = 0; hops <= MOST_REDIRECTS; hops++) {
            var read = rules.read(url);
            if (read.isEmpty()) {
                return new Came(new FetchAnswer.NotAllowed(NOT_ALLOWED));
            }
            var left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
            var get = new HttpGet(read.get());
            if (hops == 0) {
                request.headers().forEach(get::setHeader);
            }
            switch (get(get, read.get(), left, request.most())) {
                case Led(var next) -> url = next;
                case End end -> {
                    return end;
                }
            }
        }
        return new Came(new FetchAnswer.TooManyRedirects());
    }

    private Hop get(HttpGet get, URI url, Duration left, long most) {
        var running = limit.start(left, get);
        var hop =
                CallLimit.<Hop>attempt(
                        running,
                        new Outcomes<>(
                                why -> new Came(new FetchAnswer.NoAnswer(why)),
                                why -> new Came(new FetchAnswer.NoAnswer(why)),
                                why -> new Came(new FetchAnswer.NotAllowed(why))),
                        () -> take(get, running, url, most));
        if (!(hop instanceof Opened)) {
            running.close();
        }
        return hop;
    }

    private Hop take(HttpGet get, Running running, URI url, long most)
            throws IOException, HttpException {
        var answer = client.open(get);
        var opened = false;
        try {
            var hop = meaning(get, running, url, most, answer);
            opened = hop instanceof Opened;
            return hop;
        } finally {
            if (!opened) {
                get.cancel();
                Closer.closeQuietly(answer);
            }
        }
    }

    private static Hop meaning(
            HttpGet get, Running running, URI url, long most, ClassicHttpResponse answer)
            throws IOException {
        var location = answer.getFirstHeader(HttpHeaders.LOCATION);
        if (REDIRECTS.contains(answer.getCode()) && location != null) {
            try {
                return new Led(url.resolve(location.getValue()));
            } catch (IllegalArgumentException e) { // it is no address
                return new Came(new FetchAnswer.Refused(answer.getCode()));
            }
        }
        if (answer.getCode() != HttpStatus.SC_OK) {
            return new Came(new FetchAnswer.Refused(answer.getCode()));
        }
        var entity = answer.getEntity();
        return entity != null && entity.getContentLength() > most
                ? new Came(new FetchAnswer.TooLarge())
                : new Opened(Download.of(get, running, answer, most));
    }

    private EgressAnswer send(HttpUriRequestBase call, int mostAnswer)
            throws IOException, HttpException {
        var answer = client.open(call);
        try {
            return new Answered(answer.getCode(), headers(answer), beginning(answer, mostAnswer));
        } finally {
            call.cancel();
            Closer.closeQuietly(answer);
        }
    }

    private static Map<String, String> headers(ClassicHttpResponse answer) {
        var all = new HashMap<String, String>();
        for (var header : answer.getHeaders()) {
            all.putIfAbsent(
                    header.getName().toLowerCase(Locale.ROOT),
                    Objects.requireNonNullElse(header.getValue(), ""));
        }
        return all;
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

    @PreDestroy
    void close() throws IOException {
        limit.close();
        client.close();
    }
}
