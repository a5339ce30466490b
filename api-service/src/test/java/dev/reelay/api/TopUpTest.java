package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How tenants get credits by themselves.
@QuarkusTest
class TopUpTest {
    @Inject Jdbi jdbi;

    private TestTenant tenant;
    private String admin;

    @BeforeEach
    void make() {
        tenant = TestTenant.create("pro", "0");
        admin =
                TestTenant.key(
                        tenant.id(), "live", Map.of("scopes", List.of("admin", "billing:read")));
    }

    private Response post(String path, Map<String, ?> body) {
        return post(admin, path, body);
    }

    private static Response post(String key, String path, Map<String, ?> body) {
        return TestTenant.as(key).contentType(ContentType.JSON).body(body).post(path);
    }

    private static String adminOf(TestTenant other) {
        return TestTenant.key(other.id(), "live", Map.of("scopes", List.of("admin")));
    }

    private String available() {
        return tenant.balance("available");
    }

    @Nested
    class GivenACode {
        private record Made(String id, String code) {}

        private Made made(Map<String, ?> more) {
            var body = new HashMap<String, Object>(more);
            body.put("credits", "12.5");
            body.put("reason", "welcome");
            var made =
                    TestTenant.operator()
                            .body(body)
                            .post("/admin/v1/codes")
                            .then()
                            .statusCode(201)
                            .header("Cache-Control", "no-store")
                            .extract();
            return new Made(made.path("data[0].id"), made.path("data[0].code"));
        }

        private String code() {
            return made(Map.of()).code();
        }

        private Response redeem(String code) {
            return post("/v1/credits/redeem", Map.of("code", code));
        }

        @Test
        void when_it_is_redeemed_then_its_credits_are_there_once() {
            var code = code();
            assertThat(code).matches("([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}");
            var first =
                    redeem(code)
                            .then()
                            .statusCode(200)
                            .body("object", equalTo("top_up"))
                            .body("credits", equalTo("12.5"))
                            .body("status", equalTo("granted"))
                            .extract()
                            .path("id");
            assertThat(available()).isEqualTo("12.5");
            redeem(code.toLowerCase(Locale.ROOT).replace("-", " "))
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(first));
            assertThat(available()).isEqualTo("12.5");
            TestTenant.as(admin)
                    .get("/v1/credits/entries")
                    .then()
                    .body("data[0].amount", equalTo("12.5"));
        }

        @Test
        void when_two_tenants_redeem_it_at_once_then_one_gets_it_once() throws Exception {
            var code = code();
            var other = TestTenant.create("pro", "0");
            var keys = List.of(admin, adminOf(other));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var calls =
                        IntStream.range(0, 40)
                                .<Callable<Integer>>mapToObj(
                                        i ->
                                                () ->
                                                        post(
                                                                        keys.get(i % 2),
                                                                        "/v1/credits/redeem",
                                                                        Map.of("code", code))
                                                                .statusCode())
                                .toList();
                var statuses = threads.invokeAll(calls).stream().map(Future::resultNow).toList();
                assertThat(statuses).containsOnly(200, 400);
                assertThat(statuses.stream().filter(status -> status == 200)).hasSize(20);
            }
            assertThat(List.of(available(), other.balance("available")))
                    .containsExactlyInAnyOrder("12.5", "0");
        }

        @Test
        void when_it_gives_nothing_then_it_is_not_said_why() {
            var revoked = made(Map.of());
            TestTenant.operator().delete("/admin/v1/codes/" + revoked.id()).then().statusCode(204);
            var used = code();
            post(adminOf(TestTenant.create("pro", "0")), "/v1/credits/redeem", Map.of("code", used))
                    .then()
                    .statusCode(200);
            var expired = made(Map.of("expires_at", Instant.now().plusSeconds(2).toString()));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> "expired".equals(status(expired.id())));
            for (var code :
                    List.of(
                            revoked.code(),
                            used,
                            expired.code(),
                            "00000-00000-00000-00000",
                            "",
                            "x".repeat(1999))) {
                redeem(code)
                        .then()
                        .statusCode(400)
                        .body("error.param", equalTo("code"))
                        .body("error.message", containsString("no longer valid"));
            }
            assertThat(available()).isEqualTo("0");
        }

        private String status(String id) {
            return TestTenant.operator()
                    .get("/admin/v1/codes?limit=200")
                    .path("data.find { it.id == '" + id + "' }.status");
        }

        @Test
        void when_its_credits_last_for_days_then_they_expire() {
            var code = made(Map.of("credits_last_days", 30)).code();
            var until = redeem(code).then().statusCode(200).extract().<Integer>path("expires_at");
            assertThat(Instant.ofEpochSecond(until))
                    .isBetween(
                            Instant.now().plus(Duration.ofDays(30)).minusSeconds(60),
                            Instant.now().plus(Duration.ofDays(30)).plusSeconds(60));
        }

        @Test
        void when_operators_look_then_they_see_who_redeemed_it_and_not_its_text() {
            var made = made(Map.of());
            redeem(made.code()).then().statusCode(200);
            var answer = TestTenant.operator().get("/admin/v1/codes");
            answer.then()
                    .statusCode(200)
                    .body("data[0].id", equalTo(made.id()))
                    .body("data[0].status", equalTo("redeemed"))
                    .body("data[0].redeemed_by", equalTo(tenant.id()))
                    .body("data[0].last4", equalTo(made.code().substring(19)));
            assertThat(answer.asString()).doesNotContain(made.code());
            TestTenant.operator().delete("/admin/v1/codes/" + made.id()).then().statusCode(404);
        }

        @Test
        void when_the_process_died_before_the_grant_then_it_is_granted_all_the_same() {
            jdbi.useHandle(
                    h ->
                            h.execute(
                                    """
                                    insert into top_up (id, tenant_id, kind, credits, reason,
                                        state, owed_at, due_at)
                                    values (?, ?, 'code', 7000000, 'left', 'owed', now(), now())
                                    """,
                                    UUID.randomUUID(),
                                    UUID.fromString(tenant.id())));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> available().equals("7"));
        }

        @ParameterizedTest
        @CsvSource({
            "count, 0, must be 1 to 1000",
            "count, 1001, must be 1 to 1000",
            "credits_last_days, 0, must be 1 to 3650",
            "expires_at, 2020-01-01T00:00:00Z, must be in the future",
            "credit, 1, is unknown"
        })
        void when_operators_make_it_wrongly_then_they_are_told(
                String field, String value, String why) {
            var body = new HashMap<String, Object>(Map.of("credits", "1", "reason", "r"));
            body.put(field, value.matches("\\d+") ? (Object) Integer.valueOf(value) : value);
            TestTenant.operator()
                    .body(body)
                    .post("/admin/v1/codes")
                    .then()
                    .statusCode(400)
                    .body("error.message", containsString(why));
        }
    }

    @Nested
    class GivenACheckout {
        private static final String CHECKOUTS = "/v1/credits/checkouts";

        private Map<String, Object> order(String credits) {
            return new HashMap<>(
                    Map.of(
                            "credits", credits,
                            "success_url", "https://shop.example/thanks",
                            "cancel_url", "https://shop.example/cancel"));
        }

        private String begun() {
            return post(CHECKOUTS, order("10"))
                    .then()
                    .statusCode(201)
                    .body("status", equalTo("open"))
                    .body("amount", equalTo(1000))
                    .body("currency", equalTo("usd"))
                    .body("url", matchesPattern("https://checkout\\.stripe\\.com/.*amount=1000"))
                    .extract()
                    .path("id");
        }

        private String recorded(String topUp) {
            try (var in =
                    getClass().getResourceAsStream("/stripe/checkout-session-completed.json")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .replace("CLIENT_REFERENCE", topUp);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private static Response tell(String event) {
            return tell(event, Instant.now(), StripeStandIn.SECRET);
        }

        /// Signed as https://docs.stripe.com/webhooks#verify-manually says.
        private static Response tell(String event, Instant at, String secret) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                var signed = at.getEpochSecond() + "." + event;
                var v1 =
                        HexFormat.of()
                                .formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
                return RestAssured.given()
                        .contentType(ContentType.JSON)
                        .header("Stripe-Signature", "t=%d,v1=%s".formatted(at.getEpochSecond(), v1))
                        .body(event)
                        .post("/payments/stripe");
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        private String status(String topUp) {
            return TestTenant.as(admin).get(CHECKOUTS + "/" + topUp).path("status");
        }

        @Test
        void when_it_is_paid_then_the_credits_are_there_however_often_it_is_told() {
            var topUp = begun();
            assertThat(available()).isEqualTo("0");
            for (var i = 0; i < 3; i++) {
                tell(recorded(topUp)).then().statusCode(204);
            }
            assertThat(status(topUp)).isEqualTo("granted");
            assertThat(available()).isEqualTo("10");
        }

        @Test
        void when_it_is_paid_days_later_then_the_credits_come_then() {
            var topUp = begun();
            tell(recorded(topUp).replace("\"paid\"", "\"unpaid\"")).then().statusCode(204);
            assertThat(status(topUp)).isEqualTo("open");
            tell(recorded(topUp)
                            .replace(
                                    "checkout.session.completed",
                                    "checkout.session.async_payment_succeeded"))
                    .then()
                    .statusCode(204);
            assertThat(status(topUp)).isEqualTo("granted");
            assertThat(available()).isEqualTo("10");
        }

        @Test
        void when_something_else_is_told_then_nothing_changes() {
            var topUp = begun();
            var event = recorded(topUp);
            for (var other :
                    List.of(
                            event.replace("checkout.session.completed", "charge.refunded"),
                            event.replace("\"amount_subtotal\": 1000", "\"amount_subtotal\": 1"),
                            event.replace("\"usd\"", "\"idr\""),
                            event.replace(topUp, "topup_" + "0".repeat(32)),
                            event.replace(topUp, "nonsense"))) {
                tell(other).then().statusCode(204);
            }
            assertThat(status(topUp)).isEqualTo("open");
            assertThat(available()).isEqualTo("0");
        }

        @Test
        void when_it_is_not_stripe_who_tells_then_it_is_refused() {
            var event = recorded(begun());
            tell(event, Instant.now(), "whsec_of_somebody_else").then().statusCode(400);
            tell(event, Instant.now().minus(Duration.ofMinutes(6)), StripeStandIn.SECRET)
                    .then()
                    .statusCode(400);
            RestAssured.given().body(event).post("/payments/stripe").then().statusCode(400);
            for (var signature : List.of("t=,v1=", "=", "t=1,v1=00", "t", ",")) {
                RestAssured.given()
                        .header("Stripe-Signature", signature)
                        .body(event)
                        .post("/payments/stripe")
                        .then()
                        .statusCode(400);
            }
            tell("x".repeat(300_000)).then().statusCode(413);
            tell("no JSON").then().statusCode(400);
            tell("[]").then().statusCode(204);
            assertThat(available()).isEqualTo("0");
        }

        @Test
        void when_it_is_repeated_under_its_key_then_it_is_the_same() {
            var key = UUID.randomUUID().toString();
            var first = under(key, order("10")).then().statusCode(201).extract().<String>path("id");
            under(key, order("10")).then().statusCode(201).body("id", equalTo(first));
            under(key, order("20")).then().statusCode(422);
            var elsewhere = order("10");
            elsewhere.put("success_url", "https://shop.example/elsewhere");
            under(key, elsewhere).then().statusCode(422);
        }

        private Response under(String key, Map<String, ?> order) {
            return TestTenant.as(admin)
                    .header("Idempotency-Key", key)
                    .contentType(ContentType.JSON)
                    .body(order)
                    .post(CHECKOUTS);
        }

        @Test
        void when_another_tenant_asks_then_it_is_unknown() {
            var topUp = begun();
            var stranger = adminOf(TestTenant.create("pro", "0"));
            var answer = TestTenant.as(stranger).get(CHECKOUTS + "/" + topUp);
            var unknown = TestTenant.as(stranger).get(CHECKOUTS + "/topup_" + "0".repeat(32));
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.asString()).isEqualTo(unknown.asString());
        }

        @ParameterizedTest
        @CsvSource({
            "credits, 4.99, must be from 5 to 10000",
            "credits, 10000.01, must be from 5 to 10000",
            "credits, -10, must be",
            "success_url, javascript:alert(1), must be an http or https address",
            "success_url, /thanks, must be an http or https address",
            "cancel_url, https://, must be an http or https address"
        })
        void when_the_order_is_wrong_then_it_is_said(String field, String value, String why) {
            var order = order("10");
            order.put(field, value);
            post(CHECKOUTS, order)
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo(field))
                    .body("error.message", containsString(why));
        }

        @Test
        void when_the_key_may_not_administer_then_it_may_not_buy() {
            var key =
                    TestTenant.key(tenant.id(), "live", Map.of("scopes", List.of("billing:read")));
            post(key, CHECKOUTS, order("10")).then().statusCode(403);
            post(key, "/v1/credits/redeem", Map.of("code", "x")).then().statusCode(403);
        }
    }
}
