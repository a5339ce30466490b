package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.local.Home;
import dev.reelay.local.Service;
import dev.reelay.local.ServiceSettings;
import dev.reelay.parts.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Operators and members sign in at a real Keycloak, started as `./reelay up --keycloak` does.
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
@ExtendWith(SharedSystem.class)
class SignInTest {
    private static final Map<String, ?> VIDEO =
            Map.of(
                    "model", "reelay/storyboard-1",
                    "prompt", "a fox in the snow [sandbox clip=tiny]",
                    "seconds", "2");

    @TempDir static Path folder;
    private static LocalSystem system;
    private static Issuer issuer;

    @BeforeAll
    static void start(LocalSystem shared) {
        system = shared;
        system.up("--keycloak");
        issuer =
                new Issuer(
                        system.env("REELAY_SIGN_IN_ISSUER"), system.env("REELAY_SIGN_IN_PASSWORD"));
    }

    private static ReelayClient as(String user) {
        return bearing(issuer.token(user));
    }

    private static ReelayClient bearing(String token) {
        return new ReelayClient(system.env("REELAY_URL"), token, token);
    }

    @Nested
    @Order(1)
    class GivenOperators {
        @Test
        void when_an_operator_signs_in_then_all_may_be_done() {
            var operator = as("operator");
            assertThat(operator.admin("/tenants").status()).isEqualTo(200);
            var made =
                    operator.send(
                            "POST", "/admin/v1/tenants", Map.of("name", "new", "plan", "free"));
            assertThat(made.status()).isEqualTo(201);
        }

        @Test
        void when_an_auditor_signs_in_then_all_may_be_read_and_nothing_done() {
            var auditor = as("auditor");
            assertThat(auditor.admin("/tenants").status()).isEqualTo(200);
            assertThat(auditor.admin("/ledger/proof").status()).isEqualTo(200);
            var refused =
                    auditor.send(
                            "POST", "/admin/v1/tenants", Map.of("name", "new", "plan", "free"));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body().at("/error/message").asText()).contains("operator");

            var tried = as("operator").admin("/audit?actor=auditor&limit=1").body().at("/data/0");
            assertThat(tried.path("action").asText()).isEqualTo("POST /admin/v1/tenants");
            assertThat(tried.path("role").asText()).isEqualTo("auditor");
            assertThat(tried.path("status").asInt()).isEqualTo(403);
        }

        @Test
        void when_a_member_asks_as_an_operator_then_it_is_refused() {
            assertThat(as("owner").admin("/tenants").status()).isEqualTo(403);
        }

        @Test
        void when_a_tenants_member_has_an_operators_role_then_it_counts_for_nothing() {
            var tenant = as("operator").admin("/tenants").body().at("/data/0/id").asText();
            issuer.user("climber", List.of("operator", "viewer"), tenant);
            assertThat(as("climber").admin("/tenants").status()).isEqualTo(403);
            assertThat(as("climber").get("/v1/videos").status()).isEqualTo(200);
        }
    }

    @Nested
    @Order(2)
    class GivenMembers {
        @Test
        void when_an_owner_signs_in_then_all_of_the_tenant_may_be_done() {
            var owner = as("owner");
            assertThat(owner.submit(VIDEO).status()).isEqualTo(200);
            assertThat(owner.get("/v1/credits").status()).isEqualTo(200);
            var key = owner.send("POST", "/v1/keys", Map.of("name", "made by a member"));
            assertThat(key.status()).isEqualTo(201);
            assertThat(bearing(key.text("key")).get("/v1/videos").status()).isEqualTo(200);
            var done = owner.get("/v1/audit?limit=1").body().at("/data/0");
            assertThat(done.path("action").asText()).isEqualTo("POST /v1/keys");
            assertThat(done.path("actor").asText()).isEqualTo(member(owner, "owner"));
            assertThat(owner.get("/v1/keys").body().path("data"))
                    .as("members are no keys")
                    .noneMatch(shown -> shown.path("name").asText().equals("owner"));
        }

        @Test
        void when_a_developer_signs_in_then_videos_are_made_and_no_keys() {
            var developer = as("developer");
            var video = developer.submit(VIDEO);
            assertThat(video.status()).isEqualTo(200);
            assertThat(developer.video(video.text("id")).status()).isEqualTo(200);
            assertThat(developer.get("/v1/keys").status()).isEqualTo(403);
        }

        @Test
        void when_a_viewer_signs_in_then_it_may_only_look() {
            var viewer = as("viewer");
            assertThat(viewer.get("/v1/videos").status()).isEqualTo(200);
            assertThat(viewer.get("/v1/credits").status()).isEqualTo(200);
            assertThat(viewer.submit(VIDEO).status()).isEqualTo(403);
        }

        @Test
        void when_somebody_has_no_role_then_nothing_is_allowed() {
            var tenant = as("operator").admin("/tenants").body().at("/data/0/id").asText();
            issuer.user("nobody", List.of(), tenant);
            assertThat(as("nobody").get("/v1/videos").status()).isEqualTo(403);
            assertThat(as("nobody").admin("/tenants").status()).isEqualTo(403);
        }

        @Test
        void when_the_tenant_is_unknown_or_missing_then_nothing_is_shown() {
            issuer.user("stranger", List.of("owner"), "01a201b1-ff41-7817-8ab8-cde3548dc5d7");
            assertThat(as("stranger").get("/v1/videos").status()).isEqualTo(401);
            issuer.user("vague", List.of("owner"), "no tenant's id");
            assertThat(as("vague").get("/v1/videos").status()).isEqualTo(403);
            assertThat(as("operator").get("/v1/videos").status()).isEqualTo(403);
        }

        @Test
        void when_a_member_is_shut_out_then_the_token_opens_nothing_until_they_are_let_in() {
            var owner = as("owner");
            var token = issuer.token("viewer");
            assertThat(bearing(token).get("/v1/videos").status()).isEqualTo(200);
            var viewer = member(owner, "viewer");

            var shutOut = owner.send("PATCH", "/v1/members/" + viewer, Map.of("blocked", true));
            assertThat(shutOut.status()).isEqualTo(200);
            assertThat(shutOut.body().path("blocked_at").isIntegralNumber()).isTrue();
            assertThat(bearing(token).get("/v1/videos").status()).isEqualTo(401);
            assertThat(as("viewer").get("/v1/videos").status()).isEqualTo(401);

            owner.send("PATCH", "/v1/members/" + viewer, Map.of("blocked", false));
            assertThat(bearing(token).get("/v1/videos").status()).isEqualTo(200);
        }

        @Test
        void when_owners_shut_themselves_out_then_it_is_refused() {
            var owner = as("owner");
            var refused =
                    owner.send(
                            "PATCH",
                            "/v1/members/" + member(owner, "owner"),
                            Map.of("blocked", true));
            assertThat(refused.status()).isEqualTo(400);
        }

        private String member(ReelayClient owner, String name) {
            for (var member : owner.get("/v1/members").body().path("data")) {
                if (member.path("name").asText().equals(name)) {
                    assertThat(member.path("role").asText()).isEqualTo(name);
                    return member.path("id").asText();
                }
            }
            throw new AssertionError("no member " + name);
        }
    }

    @Nested
    @Order(3)
    class GivenBadTokens {
        @Test
        void when_a_token_is_made_for_another_service_then_it_is_refused() {
            issuer.client("elsewhere", "another-service", 300);
            assertRefused(issuer.token("reelay", "elsewhere", "operator"));
        }

        @Test
        void when_a_token_is_of_another_issuer_then_it_is_refused() {
            assertRefused(issuer.adminToken());
        }

        @Test
        void when_a_token_is_out_of_time_then_it_is_refused() {
            issuer.client("brief", "reelay", 2);
            var brief = issuer.token("reelay", "brief", "operator");
            assertThat(bearing(brief).admin("/tenants").status()).isEqualTo(200);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> bearing(brief).admin("/tenants").status() == 401);
        }

        @Test
        void when_a_token_has_no_signature_then_it_is_refused() {
            var parts = issuer.token("operator").split("\\.");
            var none = encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}");
            assertRefused(none + "." + parts[1] + ".");
            assertRefused(none + "." + parts[1] + "." + parts[2]);
        }

        @Test
        void when_a_token_was_changed_then_it_is_refused() {
            var parts = issuer.token("auditor").split("\\.");
            var payload =
                    new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            assertThat(payload).contains("auditor");
            assertRefused(
                    parts[0]
                            + "."
                            + encoded(payload.replace("auditor", "operator"))
                            + "."
                            + parts[2]);
        }

        private void assertRefused(String token) {
            assertThat(bearing(token).admin("/tenants").status()).isEqualTo(401);
            assertThat(bearing(token).get("/v1/videos").status()).isEqualTo(401);
        }

        private String encoded(String text) {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Nested
    @Order(4)
    class GivenTheIssuerIsAway {
        @Test
        void when_keycloak_is_down_then_keys_work_and_signing_in_heals_by_itself()
                throws IOException {
            var token = issuer.token("owner");
            system.kill("keycloak");
            assertThat(bearing(token).get("/v1/videos").status())
                    .as("the issuer's keys are known")
                    .isEqualTo(200);
            assertTheConsoleSaysSo();

            var another = replica();
            another.start();
            try {
                var url = "http://localhost:" + another.port();
                var key = system.env("REELAY_API_KEY");
                var admin = system.env("REELAY_ADMIN_TOKEN");
                assertThat(new ReelayClient(url, key, admin).get("/v1/videos").status())
                        .isEqualTo(200);
                assertThat(new ReelayClient(url, key, admin).admin("/tenants").status())
                        .isEqualTo(200);
                var person = new ReelayClient(url, token, token);
                assertThat(person.get("/v1/videos").status())
                        .as("a replica that does not know the issuer's keys")
                        .isEqualTo(503);

                system.up();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(90))
                        .until(() -> person.get("/v1/videos").status() == 200);
            } finally {
                another.stop();
            }
            assertTheConsoleSignsIn();
        }

        private void assertTheConsoleSaysSo() {
            assertThat(system.client().submit(VIDEO).status()).as("by an API key").isEqualTo(200);
            try (var person = new Person(system.env("REELAY_URL"))) {
                var page = person.goToIssuer();
                assertThat(Person.status(page)).isEqualTo(503);
                assertThat(page.getWebResponse().getResponseHeaderValue("Retry-After"))
                        .isEqualTo("10");
                assertThat(page.asNormalizedText())
                        .contains("The sign-in service does not answer", "API keys");
            }
        }

        private void assertTheConsoleSignsIn() {
            try (var person = new Person(system.env("REELAY_URL"))) {
                var password = system.env("REELAY_SIGN_IN_PASSWORD");
                var account = person.logIn(person.goToIssuer(), "owner", password);
                assertThat(account.asNormalizedText()).contains("owner", "Available");
            }
        }

        /// Another api, in the environment of the one that runs.
        private Service replica() throws IOException {
            var port = Ports.freeRun(1);
            var process = Path.of("/proc", String.valueOf(system.pid("api")));
            var environment = new HashMap<String, String>();
            for (var line : Files.readString(process.resolve("environ")).split("\0")) {
                var parts = line.split("=", 2);
                environment.put(parts[0], parts[1]);
            }
            environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
            return new Service(
                    "api",
                    port,
                    new Home(Path.of("..").toAbsolutePath().normalize()).jar("api-service"),
                    "",
                    ServiceSettings.jvm("api"),
                    () -> environment,
                    folder.resolve("another"),
                    folder.resolve("another.log"));
        }
    }
}
