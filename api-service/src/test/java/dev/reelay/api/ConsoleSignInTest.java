package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Signing in at the console through an issuer: OpenID Connect Core 1.0, section 3.1, with PKCE.
@QuarkusTest
class ConsoleSignInTest {
    private final Browser browser = new Browser();

    @ConfigProperty(name = "reelay.oidc.issuer")
    String issuer = "";

    private void issuerIs(String state) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(URI.create(issuer).resolve("/is"))
                            .PUT(BodyPublishers.ofString(state))
                            .build(),
                    BodyHandlers.discarding());
        }
    }

    private void assertNobody(Browser.Page page, int status) {
        assertThat(page.status()).as(page.body()).isEqualTo(status);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).doesNotContain("Exception").contains("<h1>");
        assertThat(browser.cookies).doesNotContainKey(Browser.SESSION);
        assertThat(browser.follow(browser.get("/console")).body()).contains("Sign in");
    }

    @Nested
    class GivenPeopleWithAPlace {
        @Test
        void when_an_operator_signs_in_then_the_tenants_are_shown() {
            var page = browser.follow(browser.signIn(SignedInCode.of("olga", "operator")));
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            assertThat(page.body()).contains("<h1>Tenants</h1>", "olga", "operator");
            assertThat(browser.cookies.keySet())
                    .as("no token of the issuer is kept")
                    .containsExactlyInAnyOrder(Browser.SESSION, "reelay_console_form");
        }

        @Test
        void when_a_member_signs_in_then_the_tenant_is_shown() {
            var tenant = TestTenant.create("pro", "12.5");
            var page =
                    browser.follow(browser.signIn(SignedInCode.of("dev", "developer").in(tenant)));
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            assertThat(page.body())
                    .contains(
                            "dev",
                            "developer",
                            "<dd id=\"available\">12.5</dd>",
                            "$REELAY_API_KEY");
        }

        @Test
        void when_a_member_is_shut_out_then_the_session_shows_nothing_from_then_on() {
            var tenant = TestTenant.rich();
            browser.signIn(SignedInCode.of("ann", "viewer").in(tenant));
            assertThat(browser.get("/console/account").status()).isEqualTo(200);
            var member = tenant.get("/v1/members").<String>path("data[0].id");
            tenant.live()
                    .contentType("application/json")
                    .body("{\"blocked\":true}")
                    .patch("/v1/members/" + member)
                    .then()
                    .statusCode(200);
            var page = browser.follow(browser.get("/console/account"));
            assertThat(page.status()).isEqualTo(403);
            assertThat(page.body()).contains("does not let you in");
        }
    }

    @Nested
    class GivenTheWayToTheIssuer {
        @Test
        void when_it_begins_then_all_that_protects_it_is_sent() {
            var page = browser.get("/console/sign-in");
            assertThat(page.status()).isEqualTo(302);
            assertThat(page.there()).startsWith(issuer + "/auth?");
            var asked = SignedInCode.asked(page.there());
            assertThat(asked.query())
                    .containsEntry("response_type", "code")
                    .containsEntry("client_id", IssuerStandIn.CLIENT)
                    .containsEntry("code_challenge_method", "S256")
                    .containsEntry("redirect_uri", "http://localhost:8081/console/sign-in");
            assertThat(asked.the("scope")).contains("openid");
            assertThat(asked.the("code_challenge")).hasSize(43);
            assertThat(page.header("Set-Cookie"))
                    .contains("Path=/console", "HTTPOnly", "SameSite=Lax")
                    .as("what only the issuer's answer may repeat is encrypted")
                    .doesNotContain(asked.the("nonce"));
        }

        @Test
        void when_the_state_is_not_of_this_browser_then_nobody_is_signed_in() {
            var there = SignedInCode.asked(browser.get("/console/sign-in").there());
            var code = SignedInCode.of("olga", "operator").answering(there);
            assertNobody(browser.comeBack(code, UUID.randomUUID().toString()), 400);
            assertNobody(browser.get("/console/sign-in?code=" + code), 400);
            assertNobody(browser.get("/console/sign-in?state=" + there.the("state")), 400);
            assertNobody(new Browser().comeBack(code, there.the("state")), 400);
        }

        @Test
        void when_the_cookie_of_the_state_was_changed_then_nobody_is_signed_in() {
            var there = SignedInCode.asked(browser.get("/console/sign-in").there());
            browser.cookies.replaceAll(
                    (_, value) -> value.substring(0, value.length() - 9) + "AAAAAAAAA");
            var code = SignedInCode.of("olga", "operator").answering(there);
            assertNobody(browser.comeBack(code, there.the("state")), 400);
        }

        @Test
        void when_the_nonce_is_another_then_nobody_is_signed_in() {
            var other = SignedInCode.of("olga", "operator").with("nonce", "of-another-browser");
            assertNobody(browser.signIn(other), 400);
        }

        @Test
        void when_the_code_was_asked_for_by_somebody_else_then_it_cannot_be_exchanged() {
            var stolen = SignedInCode.of("olga", "operator").with("challenge", "x".repeat(43));
            assertNobody(browser.signIn(stolen), 400);
        }

        @Test
        void when_a_code_comes_twice_then_the_second_signs_nobody_in() {
            var there = SignedInCode.asked(browser.get("/console/sign-in").there());
            var code = SignedInCode.of("olga", "operator").answering(there);
            assertThat(browser.comeBack(code, there.the("state")).status()).isEqualTo(303);
            browser.cookies.clear();
            assertNobody(browser.comeBack(code, there.the("state")), 400);
        }

        @Test
        void when_the_tokens_are_not_right_then_nobody_is_signed_in() {
            var olga = SignedInCode.of("olga", "operator");
            assertNobody(browser.signIn(olga.with("unsigned", true)), 400);
            assertNobody(
                    browser.signIn(
                            SignedInCode.of("olga", "operator").with("audience", "elsewhere")),
                    400);
            assertNobody(
                    browser.signIn(
                            SignedInCode.of("olga", "operator")
                                    .with("access_subject", "id-of-another")),
                    400);
        }

        @Test
        void when_the_issuer_says_no_then_its_words_are_not_shown() {
            var page =
                    browser.get(
                            "/console/sign-in?error=access_denied&error_description="
                                    + "%3Cscript%3Ecome+here%3C/script%3E&state=x");
            assertNobody(page, 403);
            assertThat(page.body()).contains("refused, or broken off").doesNotContain("come here");
            assertNobody(browser.get("/console/sign-in?error=server_error"), 403);
        }
    }

    @Nested
    class GivenPeopleWithoutAPlace {
        @Test
        void when_there_is_no_role_then_it_is_said() {
            var page = browser.signIn(SignedInCode.of("nobody").in(TestTenant.rich()));
            assertNobody(page, 403);
            assertThat(page.body()).contains("You have no role here");
        }

        @Test
        void when_there_is_no_tenant_then_it_is_said() {
            var page = browser.signIn(SignedInCode.of("vague", "owner"));
            assertNobody(page, 403);
            assertThat(page.body()).contains("You belong to no tenant");
            assertNobody(
                    browser.signIn(SignedInCode.of("vague", "owner").with("tenant", "<b>")), 403);
        }

        @Test
        void when_the_tenant_is_unknown_then_it_is_said() {
            var stranger =
                    SignedInCode.of("stranger", "owner")
                            .with("tenant", "01a201b1-ff41-7817-8ab8-cde3548dc5d7");
            var page = browser.signIn(stranger);
            assertNobody(page, 403);
            assertThat(page.body()).contains("Your tenant does not let you in");
        }

        @Test
        void when_a_tenants_member_has_an_operators_role_then_it_counts_for_nothing() {
            var climber = SignedInCode.of("climber", "operator", "viewer").in(TestTenant.rich());
            browser.signIn(climber);
            assertThat(browser.get("/console/tenants").status()).isEqualTo(303);
            assertThat(browser.get("/console/account").status()).isEqualTo(200);
        }
    }

    @Nested
    class GivenTheIssuerIsAway {
        @AfterEach
        void comeBack() throws IOException, InterruptedException {
            issuerIs("here");
        }

        private void assertSaysSo(Browser.Page page) {
            assertNobody(page, 503);
            assertThat(page.header("Retry-After")).isEqualTo("10");
            assertThat(page.body())
                    .contains("sign-in service does not answer", "API keys", "REELAY_OIDC_ISSUER");
        }

        @Test
        void when_somebody_wants_to_sign_in_then_it_is_said_and_heals()
                throws IOException, InterruptedException {
            issuerIs("away");
            assertSaysSo(browser.get("/console/sign-in"));
            issuerIs("here");
            assertThat(browser.get("/console/sign-in").status()).isEqualTo(302);
        }

        @Test
        void when_it_goes_while_somebody_is_there_then_it_is_said_and_keys_work()
                throws IOException, InterruptedException {
            var tenant = TestTenant.rich();
            var there = SignedInCode.asked(browser.get("/console/sign-in").there());
            var code = SignedInCode.of("olga", "operator").answering(there);
            issuerIs("away");
            assertSaysSo(browser.comeBack(code, there.the("state")));
            assertThat(tenant.job()).startsWith("video_");
            issuerIs("here");
            assertThat(browser.signIn(SignedInCode.of("olga", "operator")).status()).isEqualTo(303);
        }

        @Test
        void when_it_hangs_then_the_page_does_not() throws IOException, InterruptedException {
            var there = SignedInCode.asked(browser.get("/console/sign-in").there());
            issuerIs("hanging");
            var begun = Instant.now();
            assertSaysSo(browser.get("/console/sign-in"));
            assertSaysSo(
                    browser.comeBack(
                            SignedInCode.of("olga", "operator").answering(there),
                            there.the("state")));
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(25));
        }

        @Test
        void when_somebody_is_signed_in_then_the_pages_go_on()
                throws IOException, InterruptedException {
            browser.signIn(SignedInCode.of("olga", "operator"));
            issuerIs("away");
            assertThat(browser.get("/console/tenants").status()).isEqualTo(200);
        }
    }
}
