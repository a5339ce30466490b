package dev.reelay.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/// What {@link IssuerStandIn} gives a browser in whose name it sends somebody back.
final class SignedInCode {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Map<String, Object> says = new HashMap<>();

    private SignedInCode(String name, String... roles) {
        says.put("once", UUID.randomUUID());
        says.put("subject", "id-of-" + name);
        says.put("name", name);
        says.put("roles", roles);
    }

    static SignedInCode of(String name, String... roles) {
        return new SignedInCode(name, roles);
    }

    SignedInCode in(TestTenant tenant) {
        return with("tenant", tenant.id());
    }

    /// Anything that the stand-in reads.
    SignedInCode with(String member, Object value) {
        says.put(member, value);
        return this;
    }

    /// What the browser asks the issuer for.
    record Asked(Map<String, String> query) {
        String the(String name) {
            return Objects.requireNonNull(query.get(name));
        }
    }

    /// @param asked of the address that the browser was sent to
    String answering(Asked asked) {
        says.putIfAbsent("nonce", asked.the("nonce"));
        says.putIfAbsent("challenge", asked.the("code_challenge"));
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(JSON.writeValueAsString(says).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /// The query of an address.
    static Asked asked(String address) {
        return new Asked(
                Arrays.stream(address.substring(address.indexOf('?') + 1).split("&"))
                        .map(field -> field.split("=", 2))
                        .collect(
                                Collectors.toMap(
                                        field -> field[0],
                                        field ->
                                                URLDecoder.decode(
                                                        field[1], StandardCharsets.UTF_8))));
    }
}
