package dev.reelay.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/// An OpenID Connect issuer that can be as wrong as a test wants: discovery, keys and the exchange
/// of codes, by OpenID Connect Core 1.0 and RFC 7636. A code is what {@link SignedInCode} says, so
/// nothing is kept but which were used. `PUT /is` with `here`, `away` or `hanging` says how it
/// answers from then on.
final class IssuerStandIn {
    static final String CLIENT = "the-console";
    static final String CLIENT_SECRET = "a-client-secret-for-tests-and-nothing-else";
    private static final String REALM = "/realms/test";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final CountDownLatch end = new CountDownLatch(1);
    private final RsaJsonWebKey key;
    private final HttpServer server;
    private volatile String is = "here";

    IssuerStandIn() throws IOException {
        try {
            key = RsaJwkGenerator.generateJwk(2048);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
        key.setKeyId("of-the-stand-in");
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /// The realm's address.
    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + REALM);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (path.equals("/is")) {
                is = body;
                answer(exchange, 200, Map.of());
                return;
            }
            switch (is) {
                case "away" -> {
                    // Closed without an answer.
                }
                case "hanging" -> end.await();
                default -> answer(exchange, path.substring(REALM.length()), body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String path, String body) throws IOException {
        switch (path) {
            case "/.well-known/openid-configuration" -> answer(exchange, 200, metadata());
            case "/keys" ->
                    answer(
                            exchange,
                            200,
                            Map.of("keys", List.of(key.toParams(OutputControlLevel.PUBLIC_ONLY))));
            case "/token" -> exchange(exchange, form(body));
            default -> answer(exchange, 404, Map.of());
        }
    }

    private Map<String, ?> metadata() {
        return Map.of(
                "issuer", url().toString(),
                "authorization_endpoint", url() + "/auth",
                "token_endpoint", url() + "/token",
                "jwks_uri", url() + "/keys",
                "response_types_supported", List.of("code"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256"));
    }

    private void exchange(HttpExchange exchange, Map<String, String> form) throws IOException {
        var basic =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (CLIENT + ":" + CLIENT_SECRET)
                                                .getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, Map.of("error", "invalid_client"));
            return;
        }
        var text = form.getOrDefault("code", "");
        var code = JSON.readTree(Base64.getUrlDecoder().decode(text));
        if (!used.add(text)
                || !code.path("challenge")
                        .asText()
                        .equals(challenge(form.getOrDefault("code_verifier", "")))) {
            answer(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        answer(
                exchange,
                200,
                Map.of(
                        "token_type",
                        "Bearer",
                        "expires_in",
                        300,
                        "id_token",
                        idToken(code),
                        "access_token",
                        accessToken(code)));
    }

    private String idToken(JsonNode code) {
        var claims = claims(code.path("subject").asText(), CLIENT);
        claims.setClaim("nonce", code.path("nonce").asText());
        return code.path("unsigned").asBoolean() ? unsigned(claims) : signed(claims);
    }

    private String accessToken(JsonNode code) {
        var claims =
                claims(
                        code.path("access_subject").asText(code.path("subject").asText()),
                        code.path("audience").asText("reelay"));
        claims.setClaim("preferred_username", code.path("name").asText());
        claims.setStringListClaim("groups", JSON.convertValue(code.path("roles"), String[].class));
        if (code.has("tenant")) {
            claims.setClaim("reelay_tenant", code.path("tenant").asText());
        }
        return signed(claims);
    }

    private JwtClaims claims(String subject, String audience) {
        var claims = new JwtClaims();
        claims.setIssuer(url().toString());
        claims.setSubject(subject);
        claims.setAudience(audience);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        return claims;
    }

    private String signed(JwtClaims claims) {
        try {
            var token = new JsonWebSignature();
            token.setPayload(claims.toJson());
            token.setKey(key.getPrivateKey());
            token.setKeyIdHeaderValue(key.getKeyId());
            token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unsigned(JwtClaims claims) {
        var url = Base64.getUrlEncoder().withoutPadding();
        return url.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + "."
                + url.encodeToString(claims.toJson().getBytes(StandardCharsets.UTF_8))
                + ".";
    }

    /// RFC 7636, section 4.2.
    private static String challenge(String verifier) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(String body) {
        var fields = new HashMap<String, String>();
        Arrays.stream(body.split("&"))
                .map(field -> field.split("=", 2))
                .forEach(
                        field ->
                                fields.put(
                                        field[0],
                                        URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
        return fields;
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> body)
            throws IOException {
        var bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    void stop() {
        end.countDown();
        server.stop(0);
    }
}
