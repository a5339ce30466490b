package dev.reelay.common.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reelay.common.id.TenantId;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {
    private static final MasterKey MASTER = new MasterKey("A".repeat(43) + "=");
    private static final TenantId TENANT = TenantId.of("019a0000-0000-7000-8000-000000000001");

    private static String text(MasterKey master, TenantId tenant) {
        return WebhookSecret.of(master, tenant).text();
    }

    @Test
    void when_asked_twice_then_it_is_the_same_and_has_32_bytes() {
        assertThat(text(MASTER, TENANT))
                .isEqualTo(text(new MasterKey("A".repeat(43) + "="), TENANT))
                .startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(text(MASTER, TENANT).substring(6))).hasSize(32);
    }

    @Test
    void when_the_tenant_or_the_installation_is_another_then_so_is_the_secret() {
        assertThat(text(MASTER, TENANT))
                .isNotEqualTo(text(MASTER, TenantId.next()))
                .isNotEqualTo(text(new MasterKey("B".repeat(42) + "A="), TENANT));
    }

    @Test
    void when_it_is_logged_then_nothing_is_told() {
        assertThat(WebhookSecret.of(MASTER, TENANT)).hasToString("WebhookSecret");
        assertThat(MASTER).hasToString("MasterKey");
    }

    @Test
    void when_the_master_key_is_short_then_it_is_refused_without_being_quoted() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new MasterKey("c2VjcmV0"))
                .withMessageContaining("32 random bytes")
                .withMessageNotContaining("c2VjcmV0");
    }
}
