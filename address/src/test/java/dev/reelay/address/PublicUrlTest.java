package dev.reelay.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {
    private static final Set<Integer> PORTS = Set.of(443, 8443);
    private static final AddressPolicy USUAL = new AddressPolicy(false, PORTS, Set.of(), false);
    private static final AddressPolicy LOOPBACK = new AddressPolicy(true, PORTS, Set.of(), false);

    private static URI read(String given, AddressPolicy policy) {
        return PublicUrl.read(given, policy);
    }

    private static Set<HostPattern> hosts(String... given) {
        return Arrays.stream(given).map(HostPattern::of).collect(Collectors.toSet());
    }

    @Nested
    class GivenHostsThatTheOperatorAllows {
        private static final AddressPolicy HOSTS =
                new AddressPolicy(false, PORTS, hosts("redis", "*.corp.example"), false);
        private static final AddressPolicy BY_HTTP =
                new AddressPolicy(
                        false, Set.of(80, 443, 9000), hosts("redis", "*.corp.internal"), true);

        @ParameterizedTest
        @ValueSource(strings = {"https://redis/", "https://A.Corp.Example./"})
        void when_one_is_named_then_it_is_taken(String given) {
            assertThat(read(given, HOSTS).getScheme()).isEqualTo("https");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://redis/",
                    "https://redis:6379/",
                    "https://memcached/",
                    "https://redis.internal/",
                    "https://10.0.0.1/",
                    "https://127.1/",
                    "https://user@redis/"
                })
        void when_it_is_another_or_otherwise_reached_then_it_is_refused(String given) {
            assertRefused(given, HOSTS);
        }

        @Test
        void when_http_is_allowed_then_to_these_hosts_only() {
            assertThat(read("http://redis/", BY_HTTP)).hasToString("http://redis/");
            assertThat(read("http://a.corp.internal:9000/", BY_HTTP)).hasPort(9000);
            assertRefused("http://a.corp.internal:9001/", BY_HTTP);
            assertRefused("http://hooks.example.com/", BY_HTTP);
            assertRefused("http://corp.internal/", BY_HTTP);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.com/a, https://hooks.example.com/a",
        "HTTPS://Hooks.Example.COM, https://hooks.example.com/",
        "https://hooks.example.com./a, https://hooks.example.com/a",
        "https://hooks.example.com:443/a, https://hooks.example.com:443/a",
        "https://hooks.example.com:8443/?a=%20b, https://hooks.example.com:8443/?a=%20b",
        "https://xn--bcher-kva.example/, https://xn--bcher-kva.example/",
        "https://1.2.3.4.example.com/, https://1.2.3.4.example.com/",
        "https://localhost.example.com/, https://localhost.example.com/",
        "https://a.co/%2e%2e/x, https://a.co/%2e%2e/x"
    })
    void what_names_a_public_host_is_taken_in_one_spelling(String given, String read) {
        assertThat(read(given, USUAL)).hasToString(read);
        assertThat(read(given, LOOPBACK)).hasToString(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/hook",
                "//example.com/hook",
                "hook",
                "https:",
                "https://",
                "https:///hook",
                "https:example.com",
                "ftp://example.com/",
                "file:///etc/passwd",
                "gopher://example.com/",
                "javascript:alert(1)",
                "http://example.com/",
                "http://example.com:443/",
                "https://user@example.com/",
                "https://user:secret@example.com/",
                "https://@example.com/",
                "https://example.com#@evil.example.net/",
                "https://example.com/#",
                "https://example.com:80/",
                "https://example.com:22/",
                "https://example.com:0/",
                "https://example.com:99999/",
                "https://example.com:-1/",
                "https://example.com:443x/",
                "https://exa mple.com/",
                "https://example.com/a\nb",
                "https://example.com\t/",
                "https://example.com\\\\@127.0.0.1/",
                "https://example.com%00.evil.net/",
                "https://%31%32%37.0.0.1/",
                "https://under_score.example.com/",
                "https://-a.example.com/",
                "https://a..example.com/",
                "https://example.com../",
                "https://.example.com/",
                "https://b\u00fccher.example/",
                "https://\u2460\u2461\u2466.0.0.1/",
                "https://\uff11\uff12\uff17.0.0.1/",
                "https://localhost/",
                "https://LOCALHOST/",
                "https://localhost./",
                "https://a.localhost/",
                "https://localhost.localdomain/",
                "https://printer.local/",
                "https://PRINTER.LOCAL./",
                "https://metadata.google.internal/",
                "https://internal/",
                "https://router.home.arpa/",
                "https://nas.lan/",
                "https://wiki.corp/",
                "https://kubernetes/",
                "https://redis/",
                "https://com/",
                "https://a.onion/",
                "https://127.0.0.1/",
                "https://127.1/",
                "https://127.0.0.1./",
                "https://0/",
                "https://0.0.0.0/",
                "https://10.0.0.1/",
                "https://8.8.8.8/",
                "https://169.254.169.254/latest/meta-data",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0X7F.0x0.0x0.0x1/",
                "https://0x7f.1/",
                "https://017700000001/",
                "https://0177.0.0.1/",
                "https://1.2.3/",
                "https://256.256.256.256/",
                "https://example.0x/",
                "https://[::1]/",
                "https://[::]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[fe80::1%25eth0]/",
                "https://[fd00:ec2::254]/",
                "https://[2606:4700::1111]/",
                "https://[/",
                "https://::1/"
            })
    void what_could_mean_anything_else_is_refused(String given) {
        assertRefused(given, USUAL);
    }

    private static void assertRefused(String given, AddressPolicy policy) {
        assertThatThrownBy(() -> read(given, policy))
                .isInstanceOfSatisfying(
                        InvalidAddress.class, e -> assertThat(e.why()).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:9000/hook",
                "http://127.0.0.1:9000/hook",
                "http://127.0.0.53/hook",
                "http://[::1]:9000/hook",
                "https://localhost:9000/hook"
            })
    void this_machine_is_taken_only_where_it_is_allowed(String given) {
        assertThat(read(given, LOOPBACK)).hasToString(given);
        assertRefused(given, USUAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.1:9000/",
                "http://2130706433/",
                "http://0.0.0.0:9000/",
                "http://[::ffff:127.0.0.1]/",
                "http://127.0.0.256/",
                "http://127.0.0.01/",
                "http://10.0.0.1/",
                "http://169.254.169.254/",
                "http://localhost.example.com/",
                "http://a.localhost/",
                "http://user@localhost/",
                "ftp://localhost/"
            })
    void nothing_else_becomes_this_machine(String given) {
        assertRefused(given, LOOPBACK);
    }

    @ParameterizedTest
    @ValueSource(ints = {2049, 100_000})
    void what_is_too_long_is_refused(int length) {
        assertRefused("https://example.com/" + "a".repeat(length - 20), USUAL);
    }
}
