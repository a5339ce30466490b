package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// People at the console of a local start: by links that the launcher prints, and through the login
/// form of a real Keycloak. What is there when Keycloak is away is in {@link SignInTest}, which
/// kills it.
@ExtendWith(SharedSystem.class)
class ConsoleTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static LocalSystem system;
    private static Issuer issuer;
    private Person person;

    @BeforeAll
    static void start(LocalSystem shared) {
        system = shared;
        system.up("--keycloak");
        issuer =
                new Issuer(
                        system.env("REELAY_SIGN_IN_ISSUER"), system.env("REELAY_SIGN_IN_PASSWORD"));
    }

    @BeforeEach
    void open() {
        person = new Person(system.env("REELAY_URL"));
    }

    @AfterEach
    void close() {
        person.close();
    }

    private String console(String path) {
        return system.env("REELAY_URL") + "/console" + path;
    }

    @Nested
    class GivenLinksOfTheLauncher {
        private String link(String... more) {
            var words = new ArrayList<>(List.of("console"));
            words.addAll(List.of(more));
            var ran = system.run(LIMIT, words.toArray(String[]::new));
            assertThat(ran.exit()).as(ran.output()).isZero();
            return ran.output().strip();
        }

        @Test
        void when_one_is_opened_then_an_operator_is_signed_in_once() {
            var link = link();
            var tenants = Person.press(person.open(link), "Sign in");
            assertThat(Person.place(tenants)).isEqualTo(console("/tenants"));
            assertThat(tenants.asNormalizedText()).contains("demo", "operator");
            assertThat(Person.status(person.open(link))).isEqualTo(410);

            var out = Person.press(tenants, "Sign out");
            assertThat(Person.place(out)).isEqualTo(console(""));
            assertThat(Person.place(person.open(console("/tenants")))).isEqualTo(console(""));
        }

        @Test
        void when_one_is_for_a_member_then_the_demo_tenant_is_shown() {
            var account = Person.press(person.open(link("--as", "viewer")), "Sign in");
            assertThat(Person.place(account)).isEqualTo(console("/account"));
            assertThat(account.asNormalizedText()).contains("demo", "viewer", "Available");
        }
    }

    @Nested
    class GivenTheLoginForm {
        private HtmlPage logIn(String user) {
            return person.logIn(person.goToIssuer(), user, system.env("REELAY_SIGN_IN_PASSWORD"));
        }

        @Test
        void when_an_owner_logs_in_then_the_tenant_and_its_keys_are_shown() {
            var account = logIn("owner");
            assertThat(Person.place(account)).isEqualTo(console("/account"));
            assertThat(account.asNormalizedText()).contains("owner", "demo", "sk-live-");
        }

        @Test
        void when_an_auditor_logs_in_then_a_tenant_can_be_looked_at() {
            var tenants = logIn("auditor");
            assertThat(Person.place(tenants)).isEqualTo(console("/tenants"));
            assertThat(tenants.asNormalizedText()).contains("auditor", "read everything");
        }

        @Test
        void when_the_password_is_wrong_then_nobody_is_signed_in() {
            var again = person.logIn(person.goToIssuer(), "developer", "a wrong one");
            assertThat(Person.place(again)).startsWith(system.env("REELAY_SIGN_IN_ISSUER"));
            assertThat(person.open().asNormalizedText()).contains("Reelay console", "Sign in");
        }

        @Test
        void when_somebody_has_no_role_then_a_page_says_so() {
            var tenant = system.client().admin("/tenants").body().at("/data/0/id").asText();
            issuer.user("without-role", List.of(), tenant);
            var page = logIn("without-role");
            assertThat(Person.status(page)).isEqualTo(403);
            assertThat(page.asNormalizedText()).contains("You have no role here");
            assertThat(person.open().asNormalizedText()).contains("Reelay console");
        }
    }
}
