package dev.reelay.billing;

import static dev.reelay.billing.ServiceTokens.claims;
import static dev.reelay.billing.ServiceTokens.expired;
import static dev.reelay.billing.ServiceTokens.pair;
import static dev.reelay.billing.ServiceTokens.signed;
import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class ServiceTokenTest {
    private static final List<String> ROUTES =
            List.of(
                    "PUT /internal/holds/01998e5e-0000-7000-8000-000000000001",
                    "POST /internal/holds/01998e5e-0000-7000-8000-000000000001/void",
                    "POST /internal/quotes",
                    "GET /internal/tenants/01998e5e-0000-7000-8000-000000000001/balance",
                    "PUT /internal/tenants/01998e5e-0000-7000-8000-000000000001/grants/"
                            + "01998e5e-0000-7000-8000-000000000002",
                    "GET /internal/ledger/proof",
                    "GET /internal/nothing/here");

    static Stream<Named<String>> refusedTokens() {
        return Stream.of(
                Named.of("for another audience", signed(claims().audience("worker-service"))),
                Named.of("from another issuer", signed(claims().issuer("somebody"))),
                Named.of("expired", signed(expired())),
                Named.of("of another key", signed(claims(), pair().getPrivate())),
                Named.of("of no algorithm", unsigned()),
                Named.of("of a shared secret", symmetric()),
                Named.of("cut short", ServiceTokens.valid().replaceFirst("\\.[^.]*$", ".")),
                Named.of("no token at all", "hello"));
    }

    private static String unsigned() {
        return base64("{\"alg\":\"none\",\"typ\":\"JWT\"}")
                + "."
                + base64(
                        """
                        {"iss":"reelay","aud":"billing-service","sub":"api-service",
                         "iat":1700000000,"exp":4102444800}""")
                + ".";
    }

    private static String symmetric() {
        var secret =
                new SecretKeySpec(
                        "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8),
                        "HmacSHA256");
        return claims().jws().algorithm(SignatureAlgorithm.HS256).sign(secret);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @FieldSource("ROUTES")
    void without_a_token_every_route_answers_401(String route) {
        var call = route.split(" ");
        given().contentType("application/json")
                .body("{}")
                .request(call[0], call[1])
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @MethodSource("refusedTokens")
    void a_token_that_is_not_the_apis_answers_401(String token) {
        given().header("Authorization", "Bearer " + token)
                .get("/internal/ledger/proof")
                .then()
                .statusCode(401);
    }

    @Test
    void the_apis_token_is_let_in() {
        BillingClient.asApi().get("/internal/ledger/proof").then().statusCode(200);
    }

    @ParameterizedTest
    @FieldSource("OPEN")
    void health_and_metrics_are_open(String path) {
        given().get(path).then().statusCode(200);
    }

    private static final List<String> OPEN =
            List.of("/q/health/live", "/q/health/ready", "/q/health/started", "/q/metrics");
}
