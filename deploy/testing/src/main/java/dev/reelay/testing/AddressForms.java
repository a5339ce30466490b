package dev.reelay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Some 250 spellings of addresses that mean, or may mean, something of the inner network: for
/// whoever takes an address from a tenant and for whoever calls one.
public final class AddressForms {
    private static final String PORT = "{p}";
    private static final List<String> FORMS = read();

    private AddressForms() {}

    private static List<String> read() {
        try (var file = AddressForms.class.getResourceAsStream("address-forms.txt")) {
            var bytes = Objects.requireNonNull(file, "packed with this class").readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(String::translateEscapes)
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every form without a port where one may be written.
    public static List<String> withoutPort() {
        return FORMS.stream().map(form -> form.replace(PORT, "")).toList();
    }

    /// Every form, with this port where one may be written.
    public static List<String> withPort(int port) {
        return FORMS.stream().map(form -> form.replace(PORT, ":" + port)).toList();
    }
}
