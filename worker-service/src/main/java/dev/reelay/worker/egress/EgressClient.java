package dev.reelay.worker.egress;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;

/// Apache's client with everything off that would act by itself.
final class EgressClient implements Closeable {
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int MOST_HEADERS = 100;
    private static final String CONNECTED = "reelay.connected";

    private final CheckedAddresses addresses;
    private final boolean checksFirst;
    private final CloseableHttpClient client;

    /// Throws `IllegalArgumentException` where the proxy's address cannot be read.
    EgressClient(EgressConfig config, NameLookup lookup, CallRules rules, SSLContext trust) {
        addresses = new CheckedAddresses(lookup, rules);
        var proxy = config.proxy().map(ProxyAddress::of);
        checksFirst = proxy.isPresent() && !config.proxyResolves();
        // With a proxy the client itself looks up nothing but the proxy, which is the operator's.
        var resolver = proxy.isPresent() ? plain(lookup) : addresses;
        client =
                HttpClients.custom()
                        .setConnectionManager(connections(config, resolver, trust))
                        .setDefaultRequestConfig(requests(config))
                        .setProxy(proxy.map(p -> new HttpHost(p.host(), p.port())).orElse(null))
                        // A kept connection may have died, and a call over it would look sent.
                        .setConnectionReuseStrategy((_, _, _) -> false)
                        .addExecInterceptorAfter(
                                ChainElement.CONNECT.name(), CONNECTED, EgressClient::send)
                        .setUserAgent("Reelay")
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableContentCompression()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .build();
    }

    private static DnsResolver plain(NameLookup lookup) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return lookup.lookup(host).toArray(InetAddress[]::new);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    /// Sends the call and answers once the headers are there. The call is to be cancelled before
    /// the answer is closed: closing alone would read on to its end, however far.
    ClassicHttpResponse open(HttpUriRequestBase call) throws IOException, HttpException {
        var target = RoutingSupport.determineHost(call);
        if (checksFirst) {
            addresses.resolve(target.getHostName());
        }
        var context = HttpClientContext.create();
        var answer = connected(target, call, context);
        if (target.getSchemeName().equals("https") && context.getSSLSession() == null) {
            // The proxy's own words about a connection that it did not make.
            call.cancel();
            Closer.closeQuietly(answer);
            throw new ProxyRefusedException();
        }
        return answer;
    }

    private ClassicHttpResponse connected(
            HttpHost target, HttpUriRequestBase call, HttpClientContext context)
            throws IOException {
        try {
            return client.executeOpen(target, call, context);
        } catch (NotPublicException e) {
            throw e;
        } catch (IOException e) {
            throw context.getAttribute(CONNECTED) == null ? new NotConnectedException(e) : e;
        }
    }

    /// Stands between the connection and the first byte that is sent over it.
    private static ClassicHttpResponse send(
            ClassicHttpRequest call, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.setAttribute(CONNECTED, true);
        return chain.proceed(call, scope);
    }

    private static RequestConfig requests(EgressConfig config) {
        return RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(config.connectLimit()))
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(
            EgressConfig config, DnsResolver resolver, SSLContext trust) {
        var connect = Timeout.of(config.connectLimit());
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(Timeout.of(config.silence()))
                                .build())
                .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
                .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder()
                                .http1Config(
                                        Http1Config.custom()
                                                .setMaxLineLength(LONGEST_LINE)
                                                .setMaxHeaderCount(MOST_HEADERS)
                                                .build())
                                .build())
                .setMaxConnTotal(config.atOnce())
                .setMaxConnPerRoute(config.atOnce())
                .build();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
