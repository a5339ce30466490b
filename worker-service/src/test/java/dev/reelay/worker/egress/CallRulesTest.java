package dev.reelay.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reelay.address.Host;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallRulesTest {
    private static CallRules rules(String allow, boolean http) {
        return new CallRules(
                EgressBench.config(
                        Map.of(
                                "reelay.egress.allow",
                                allow,
                                "reelay.egress.allow-http",
                                String.valueOf(http),
                                "reelay.egress.ports",
                                "80,443,8443")));
    }

    private static boolean mayConnect(CallRules rules, String host, String... addresses) {
        return rules.mayConnect(
                Host.of(host), List.of(addresses).stream().map(InetAddress::ofLiteral).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.com, https://hooks.example.com/",
        "HTTPS://Hooks.Example.COM.:8443/A?b=%20#c, https://hooks.example.com:8443/A?b=%20"
    })
    void an_address_is_called_in_one_spelling(URI given, URI called) {
        assertThat(rules("", false).read(given)).contains(called);
    }

    @Nested
    class GivenHostsThatAreAllowed {
        private final CallRules rules = rules("redis,*.corp.example", false);

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://redis/",
                    "https://a.corp.example/",
                    "https://A.B.Corp.Example.:8443/"
                })
        void when_one_is_meant_then_it_may_lead_anywhere(URI url) {
            assertThat(rules.read(url)).isPresent();
            assertThat(mayConnect(rules, url.getHost(), "10.0.0.1", "::1")).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://redis/",
                    "https://redis:6379/",
                    "https://redis.internal/",
                    "https://memcached/",
                    "https://10.0.0.1/"
                })
        void when_it_is_another_or_another_port_or_http_then_it_is_not_called(URI url) {
            assertThat(rules.read(url)).isEmpty();
        }

        @Test
        void when_http_is_allowed_then_to_these_hosts_only() {
            var http = rules("redis,*.corp.example", true);
            assertThat(http.read(URI.create("http://redis/"))).isPresent();
            assertThat(http.read(URI.create("http://redis:8443/"))).isPresent();
            assertThat(http.read(URI.create("http://redis:6379/"))).isEmpty();
            assertThat(http.read(URI.create("http://hooks.example.com/"))).isEmpty();
        }

        @Test
        void when_another_name_leads_to_the_same_address_then_it_is_not_connected_to() {
            assertThat(mayConnect(rules, "hooks.example.com", "10.0.0.1")).isFalse();
            assertThat(mayConnect(rules, "corp.example", "10.0.0.1")).isFalse();
        }
    }

    @Nested
    class GivenRangesThatAreAllowed {
        private final CallRules rules = rules("10.20.0.0/16, fd00:20::/32", false);

        @Test
        void when_all_that_a_name_stands_for_is_in_them_or_public_then_it_is_connected_to() {
            assertThat(mayConnect(rules, "a.example.com", "10.20.0.1")).isTrue();
            assertThat(mayConnect(rules, "a.example.com", "10.20.255.255", "1.1.1.1")).isTrue();
            assertThat(mayConnect(rules, "a.example.com", "fd00:20::1")).isTrue();
            assertThat(mayConnect(rules, "a.example.com", "10.21.0.0")).isFalse();
            assertThat(mayConnect(rules, "a.example.com", "10.20.0.1", "10.21.0.1")).isFalse();
            assertThat(mayConnect(rules, "a.example.com", "127.0.0.1")).isFalse();
            assertThat(mayConnect(rules, "a.example.com", "fd00:21::1")).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://10.20.0.1/", "https://[fd00:20::1]:8443/"})
        void when_one_is_written_as_it_is_then_it_may_be_called(URI url) {
            assertThat(rules.read(url)).isPresent();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://10.20.1/",
                    "https://0x0a140001/",
                    "https://10.20.0.01/",
                    "https://10.21.0.1/",
                    "https://[fd00:21::1]/",
                    "https://redis/"
                })
        void when_it_is_written_oddly_or_outside_then_it_is_not_called(URI url) {
            assertThat(rules.read(url)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.20.0.0",
                "10.20.0.1/16",
                "10.20.0.0/33",
                "10.20.0.0/-1",
                "10.20.0.0/",
                "/16",
                "fd00::/129",
                "https://hooks.corp.example/",
                "*",
                "hooks corp",
                "hooks.corp.example,10.0.0.0/99"
            })
    void what_is_no_allow_list_refuses_the_start(String allow) {
        assertThatIllegalArgumentException().isThrownBy(() -> rules(allow, false));
    }
}
