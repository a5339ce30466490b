package dev.reelay.worker.egress;

import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/// Opens Apache's client with everything off that would act by itself.
final class EgressClient {
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int MOST_HEADERS = 100;

    private EgressClient() {}

    static CloseableHttpClient open(EgressConfig config, NameLookup lookup, SSLContext trust) {
        var connect = Timeout.of(config.connectLimit());
        return HttpClients.custom()
                .setConnectionManager(connections(config, lookup, trust))
                .setDefaultRequestConfig(
                        RequestConfig.custom().setConnectionRequestTimeout(connect).build())
                // A kept connection may have died, and a call over it would look sent.
                .setConnectionReuseStrategy((_, _, _) -> false)
                .setUserAgent("Reelay")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(
            EgressConfig config, NameLookup lookup, SSLContext trust) {
        var connect = Timeout.of(config.connectLimit());
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new CheckedAddresses(lookup, config.loopback()))
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom().setConnectTimeout(connect).build())
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
}
