package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.api.contract.Request;
import dev.reelay.api.store.ObjectStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What the console shows, to whom, and what it does not let be done to it.
@QuarkusTest
class ConsolePagesTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"'&";
    private static final String HARMLESS = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;";

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    private DialectScene scene;
    private final Browser member = new Browser();
    private final Browser operator = new Browser();

    @BeforeEach
    void signIn() {
        scene = new DialectScene(jdbi, store);
        member.signIn(SignedInCode.of("dev", "developer").in(scene.tenant));
        operator.signIn(SignedInCode.of("olga", "operator"));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private String watched() {
        return "/console/tenants/" + scene.tenant.id();
    }

    @Nested
    class GivenVideos {
        @Test
        void when_one_waits_then_its_credits_are_held() {
            var video = scene.tenant.job();
            assertThat(member.get("/console/account").body())
                    .contains(video, "queued", "0.8 held", "reelay/storyboard-1")
                    .contains("<dd id=\"held\">0.8</dd>");
            assertThat(member.get("/console/videos/" + video).body())
                    .contains("queued", "0.8 held", "a kite", "4 s");
        }

        @Test
        void when_one_is_completed_then_its_credits_are_captured() {
            var video = scene.tenant.job();
            scene.complete(video);
            assertThat(member.get("/console/videos/" + video).body())
                    .contains("completed", "0.8 captured", "kept until")
                    .doesNotContain("Why there is no clip");
        }

        @Test
        void when_one_failed_then_it_is_said_why_and_that_it_cost_nothing() {
            var video = scene.tenant.job();
            scene.fail(video);
            assertThat(member.get("/console/videos/" + video).body())
                    .contains(
                            "failed",
                            "0.8 released",
                            "refused by the content policy",
                            "It was not charged.");
        }

        @Test
        void when_it_is_of_another_tenant_then_the_page_is_that_of_an_unknown_one() {
            var own = scene.tenant.job();
            var others = TestTenant.rich().job();
            var unknown = "video_" + "0".repeat(32);
            var known = member.get("/console/videos/" + own);
            var foreign = member.get("/console/videos/" + others);
            var nothing = member.get("/console/videos/" + unknown);
            assertThat(known.status()).isEqualTo(200);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(foreign.body()).isEqualTo(nothing.body());
            assertThat(member.get("/console/videos/x").body()).isEqualTo(nothing.body());
            assertThat(operator.get(watched() + "/videos/" + others).body())
                    .isEqualTo(nothing.body());
        }

        @Test
        void when_texts_are_html_then_they_are_shown_as_texts() {
            var video =
                    scene.tenant
                            .submit(Map.of("model", TestTenant.MODEL, "prompt", HOSTILE))
                            .<String>path("id");
            scene.tenant.change(Map.of("name", HOSTILE));
            for (var page :
                    new Browser.Page[] {
                        member.get("/console/account"),
                        member.get("/console/videos/" + video),
                        operator.get("/console/tenants"),
                        operator.get(watched())
                    }) {
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.body()).contains(HARMLESS).doesNotContain("<script");
            }
        }
    }

    @Nested
    class GivenAnOperator {
        @Test
        void when_a_tenant_is_looked_at_then_all_is_shown_but_prompts() {
            var video = scene.tenant.job();
            assertThat(operator.get("/console/tenants").body()).contains(watched());
            assertThat(operator.get(watched()).body())
                    .contains("You look at this tenant as operator", video, "sk-live-", "0.8 held")
                    .doesNotContain("a kite");
            assertThat(operator.get(watched() + "/videos/" + video).body())
                    .contains("0.8 held")
                    .doesNotContain("a kite");
        }

        @Test
        void when_the_ledger_is_looked_at_then_it_proves_itself() {
            assertThat(operator.get("/console/ledger").body())
                    .contains("balanced", "holds")
                    .doesNotContain("not balanced", "fails");
        }

        @Test
        void when_there_are_many_tenants_then_they_come_page_by_page() {
            for (var one = 0; one < 51; one++) {
                TestTenant.operator()
                        .body(Map.of("name", "one of many", "plan", "free"))
                        .post("/admin/v1/tenants");
            }
            var first = operator.get("/console/tenants").body();
            assertThat(first).contains("?after=").doesNotContain(watched());
            var next = first.substring(first.indexOf("/console/tenants?after="));
            assertThat(operator.get(next.substring(0, next.indexOf('"'))).body())
                    .contains(watched());
        }

        @Test
        void when_a_page_is_for_others_then_they_are_led_to_their_own() {
            assertThat(member.get("/console/tenants").status()).isEqualTo(303);
            assertThat(member.get(watched()).status()).isEqualTo(303);
            assertThat(member.get("/console/ledger").status()).isEqualTo(303);
            assertThat(operator.get("/console/account").status()).isEqualTo(303);
            assertThat(operator.get("/console/videos/x").status()).isEqualTo(303);
            assertThat(operator.follow(operator.get("/console/account")).body())
                    .contains("<h1>Tenants");
        }
    }

    @Test
    void when_a_page_is_sent_then_browsers_load_keep_and_tell_nothing_else() {
        for (var path :
                new String[] {
                    "/console", "/console/account", "/console/videos/x", "/console/sign-in?error=x"
                }) {
            var page = member.get(path);
            assertThat(page.header("Content-Security-Policy"))
                    .contains("default-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(page.header("Cache-Control")).contains("no-store");
            assertThat(page.body()).doesNotContain("<script", "<style", " style=", " onclick");
        }
        var css = member.get("/console/console.css");
        assertThat(css.status()).isEqualTo(200);
        assertThat(css.header("Content-Type")).startsWith("text/css");
    }

    @Test
    void when_an_address_is_wrong_then_a_page_says_so() {
        assertPage(member.get("/console/nowhere"), 404);
        var malformed = scene.sendBare(Request.of("GET", "/console/%zz"));
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.body()).startsWith("<!doctype html>").contains("Not understood");
        assertPage(member.get("/console/videos/%00"), 404);
        assertPage(operator.get("/console/tenants?after=x"), 400);
        assertPage(operator.get("/console/tenants/x"), 404);
        assertPage(operator.get("/console/tenants/00000000-0000-0000-0000-000000000000"), 404);
        assertPage(operator.get("/console/tenants/x/videos/y"), 404);
        assertPage(
                member.send(member.request("/console/account").POST(BodyPublishers.ofString("x"))),
                405);
        assertPage(member.send(member.request("/console/sign-out").DELETE()), 405);
    }

    private static void assertPage(Browser.Page page, int status) {
        assertThat(page.status()).isEqualTo(status);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).contains("<h1>", "To the console");
    }
}
