package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Links that sign one browser in at the console, and the sessions that they make.
@QuarkusTest
class ConsoleLinkTest {
    private final Browser browser = new Browser();

    @Inject Jdbi jdbi;

    private static String link(Map<String, ?> asked) {
        return TestTenant.operator()
                .body(asked)
                .post("/admin/v1/console/links")
                .then()
                .statusCode(201)
                .extract()
                .path("url");
    }

    private static String secret(String link) {
        return link.substring(link.indexOf("code=") + 5);
    }

    @Nested
    class GivenALink {
        private String link = "";

        @BeforeEach
        void make() {
            link = link(Map.of());
        }

        @Test
        void when_it_is_made_then_it_opens_for_ten_minutes_and_its_text_is_kept_nowhere() {
            var made = TestTenant.operator().body(Map.of()).post("/admin/v1/console/links");
            var left = made.<Integer>path("expires_at") - Instant.now().getEpochSecond();
            assertThat(left).isBetween(590L, 601L);
            assertThat(made.<String>path("url"))
                    .startsWith("http://localhost:8081/console/link?code=");
            var kept =
                    jdbi.withHandle(
                            h ->
                                    h.createQuery(
                                                    "select string_agg(l::text, '') from console_link l")
                                            .mapTo(String.class)
                                            .one());
            assertThat(kept).doesNotContain(secret(made.path("url")));
        }

        @Test
        void when_it_is_looked_at_then_it_is_not_used_up() {
            var path = link.substring(link.indexOf("/console"));
            for (var look = 0; look < 3; look++) {
                assertThat(new Browser().get(path).status()).isEqualTo(200);
            }
            assertThat(browser.redeem(link).status()).isEqualTo(303);
            assertThat(browser.follow(browser.get("/console")).body()).contains("<h1>Tenants");
        }

        @Test
        void when_it_was_used_then_it_opens_nothing() {
            var other = new Browser();
            var page = other.get(link.substring(link.indexOf("/console")));
            browser.redeem(link);
            assertThat(other.submit("/console/link", page.fields()).status()).isEqualTo(410);
            assertThat(other.cookies).doesNotContainKey(Browser.SESSION);
            assertThat(other.get(link.substring(link.indexOf("/console"))).status()).isEqualTo(410);
        }

        @Test
        void when_twenty_press_its_button_at_once_then_one_is_signed_in() throws Exception {
            var ready =
                    Stream.generate(Browser::new)
                            .limit(20)
                            .map(
                                    one -> {
                                        var page =
                                                one.get(link.substring(link.indexOf("/console")));
                                        return (Callable<Integer>)
                                                () ->
                                                        one.submit("/console/link", page.fields())
                                                                .status();
                                    })
                            .toList();
            var before = sessions();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var statuses = new HashMap<Integer, Integer>();
                for (var answer : threads.invokeAll(ready)) {
                    statuses.merge(answer.get(), 1, Integer::sum);
                }
                assertThat(statuses).isEqualTo(Map.of(303, 1, 410, 19));
            }
            assertThat(sessions() - before).isEqualTo(1);
        }

        private int sessions() {
            return jdbi.withHandle(
                    h ->
                            h.createQuery("select count(*) from console_session")
                                    .mapTo(Integer.class)
                                    .one());
        }

        @Test
        void when_it_is_out_of_time_then_it_opens_nothing() {
            var page = browser.get(link.substring(link.indexOf("/console")));
            jdbi.useHandle(h -> h.execute("update console_link set ends_at = now()"));
            assertThat(browser.submit("/console/link", page.fields()).status()).isEqualTo(410);
            assertThat(browser.cookies).doesNotContainKey(Browser.SESSION);
        }

        @Test
        void when_the_form_is_of_another_site_then_nothing_is_done() {
            var fields = Map.of("code", secret(link), "form", "x".repeat(43));
            var page = browser.submit("/console/link", fields);
            assertThat(page.status()).isEqualTo(403);
            assertThat(page.body()).contains("Nothing was done");
            assertThat(browser.submit("/console/link", Map.of("code", secret(link))).status())
                    .isEqualTo(403);
            assertThat(browser.redeem(link).status()).as("it was not used up").isEqualTo(303);
        }

        @Test
        void when_what_is_sent_is_no_form_of_ours_then_it_is_refused_as_a_page() {
            for (var type :
                    new String[] {"application/json", "text/plain", "multipart/form-data"}) {
                for (var body : new String[] {"", "{", "[]", "{\"code\":{\"a\":1}}", "\0"}) {
                    var page =
                            browser.send(
                                    browser.request("/console/link")
                                            .header("Content-Type", type)
                                            .POST(BodyPublishers.ofString(body)));
                    assertThat(page.status()).as("%s %s", type, body).isBetween(400, 415);
                    assertThat(page.body()).contains("<h1>");
                }
            }
            for (var code : new String[] {"", "x", "%00", "%F0%9F%98%80", "a".repeat(2000)}) {
                assertThat(browser.get("/console/link?code=" + code).status()).isEqualTo(410);
            }
        }
    }

    @Nested
    class GivenASession {
        @Test
        void when_it_was_signed_out_then_a_copy_of_its_cookie_is_nobodys() {
            browser.redeem(link(Map.of()));
            var copy = new Browser();
            copy.cookies.putAll(browser.cookies);
            var page = copy.get("/console/tenants");
            assertThat(page.status()).isEqualTo(200);

            var out = browser.follow(browser.submit("/console/sign-out", page.fields()));
            assertThat(out.body()).contains("<h1>Reelay console</h1>");
            assertThat(browser.cookies).doesNotContainKey(Browser.SESSION);
            assertThat(copy.get("/console/tenants").status()).isEqualTo(303);
            assertThat(copy.get("/console").body()).contains("<h1>Reelay console</h1>");
        }

        @Test
        void when_another_site_signs_out_then_nothing_is_done() {
            browser.redeem(link(Map.of()));
            assertThat(browser.submit("/console/sign-out", Map.of("form", "x")).status())
                    .isEqualTo(403);
            assertThat(browser.get("/console/tenants").status()).isEqualTo(200);
        }

        @Test
        void when_it_is_out_of_time_then_it_is_nobodys() {
            browser.redeem(link(Map.of()));
            var left =
                    jdbi.withHandle(
                            h ->
                                    h.createQuery(
                                                    "select extract(epoch from max(ends_at) - now())::int"
                                                            + " from console_session")
                                            .mapTo(Integer.class)
                                            .one());
            assertThat(left).isBetween(43_000, 43_200);
            jdbi.useHandle(h -> h.execute("update console_session set ends_at = now()"));
            assertThat(browser.get("/console/tenants").status()).isEqualTo(303);
        }

        @Test
        void when_the_cookie_is_made_up_then_it_is_nobodys() {
            for (var made :
                    new String[] {
                        "", "x", "A".repeat(43), "' or true--", "%00", "a".repeat(4000)
                    }) {
                browser.cookies.put(Browser.SESSION, made);
                assertThat(browser.get("/console/tenants").status()).as(made).isEqualTo(303);
            }
            browser.cookies.clear();
            browser.cookies.put("q_session_console", "forged");
            browser.cookies.put("q_session_console_chunk_1", "forged");
            assertThat(browser.get("/console/tenants").status()).isEqualTo(303);
            assertThat(browser.get("/console/sign-in").status()).isEqualTo(302);
        }
    }

    @Nested
    class GivenATenant {
        private TestTenant tenant = new TestTenant("", "", "");

        @BeforeEach
        void make() {
            tenant = TestTenant.rich();
        }

        private Browser.Page as(String role) {
            browser.redeem(link(Map.of("tenant_id", tenant.id(), "role", role)));
            return browser.follow(browser.get("/console"));
        }

        @Test
        void when_the_link_is_an_owners_then_keys_are_shown_as_far_as_they_may_be() {
            var page = as("owner").body();
            assertThat(page).contains("console link (owner)", "a key", "sk-live-");
            assertThat(page).contains(tenant.liveKey().substring(tenant.liveKey().length() - 4));
            assertThat(page).doesNotContain(tenant.liveKey(), tenant.testKey());
        }

        @Test
        void when_the_link_is_a_viewers_then_keys_are_not_shown() {
            assertThat(as("viewer").body())
                    .contains("Keys are shown to owners", "<dd id=\"available\">1000</dd>")
                    .doesNotContain("sk-live-");
        }

        @Test
        void when_no_role_is_named_then_it_is_the_least() {
            browser.redeem(link(Map.of("tenant_id", tenant.id())));
            assertThat(browser.follow(browser.get("/console")).body()).contains("viewer");
        }

        @Test
        void when_a_link_is_asked_for_wrongly_then_it_is_said() {
            for (var wrong :
                    new Map<?, ?>[] {
                        Map.of("role", "owner"),
                        Map.of("role", "root"),
                        Map.of("tenant_id", tenant.id(), "role", "operator"),
                        Map.of("tenant_id", "x"),
                        Map.of("tenant_id", "01a201b1-ff41-7817-8ab8-cde3548dc5d7"),
                        Map.of("tenant_id", 7),
                        Map.of("unknown", "x")
                    }) {
                TestTenant.operator()
                        .body(wrong)
                        .post("/admin/v1/console/links")
                        .then()
                        .statusCode(400);
            }
            TestTenant.as(tenant.liveKey())
                    .contentType("application/json")
                    .body("{}")
                    .post("/admin/v1/console/links")
                    .then()
                    .statusCode(401);
        }

        @Test
        void when_a_link_was_made_then_it_is_seen_who_may_look_as_what() {
            var url = link(Map.of("tenant_id", tenant.id(), "role", "owner"));
            var audit = TestTenant.operator().get("/admin/v1/audit?limit=1");
            assertThat(audit.<String>path("data[0].action"))
                    .isEqualTo("POST /admin/v1/console/links");
            assertThat(audit.asString()).contains(tenant.id(), "owner").doesNotContain(secret(url));
        }
    }
}
