package dev.reelay.worker.egress;

import java.net.URI;
import java.net.URISyntaxException;

/// Where a proxy listens.
record ProxyAddress(String host, int port) {
    /// Reads `http://host:port`. Throws `IllegalArgumentException` for anything else; a user name
    /// in it is not repeated.
    static ProxyAddress of(String text) {
        try {
            var url = new URI(text);
            var bare = new URI("http", null, url.getHost(), url.getPort(), null, null, null);
            if (url.getHost() != null
                    && url.getPort() > 0
                    && text.replaceAll("/$", "").equals(bare.toString())) {
                return new ProxyAddress(url.getHost(), url.getPort());
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException("a proxy is written http://host:port");
    }
}
