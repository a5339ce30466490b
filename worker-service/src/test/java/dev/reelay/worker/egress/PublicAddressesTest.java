package dev.reelay.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    private static boolean isPublic(String literal) {
        return PublicAddresses.contains(InetAddress.ofLiteral(literal).getAddress());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2001:4860:4860::8888",
                "2001:200::1",
                "2003::1",
                "3fff:1000::1"
            })
    void what_is_on_the_internet_may_be_called(String literal) {
        assertThat(isPublic(literal)).isTrue();
    }

    @ParameterizedTest
    @FieldSource("dev.reelay.worker.egress.NotPublic#ADDRESSES")
    void everything_else_may_not(String literal) {
        assertThat(isPublic(literal)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000000000ffff7f000001", // ::ffff:127.0.0.1
                "00000000000000000000ffff08080808", // ::ffff:8.8.8.8
                "0000000000000000ffff00007f000001" // ::ffff:0:127.0.0.1
            })
    void an_ipv4_address_in_an_ipv6_one_may_not(String bytes) {
        assertThat(PublicAddresses.contains(HexFormat.of().parseHex(bytes))).isFalse();
    }
}
