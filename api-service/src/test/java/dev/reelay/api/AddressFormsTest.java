package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.testing.AddressForms;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What could mean a machine of the inner network is refused with its field's name when a video is
/// submitted, however it is spelled. What only a name server knows is for the worker.
@QuarkusTest
class AddressFormsTest {
    @Inject Jdbi jdbi;
    private TestTenant tenant;

    @BeforeEach
    void open() {
        tenant = TestTenant.rich();
    }

    private void assertRefused(String field, String form, Object value) {
        var answer =
                tenant.submit(Map.of("model", TestTenant.MODEL, "prompt", "a kite", field, value));
        assertThat(answer.statusCode()).as("%s %s", field, form).isEqualTo(400);
        assertThat(answer.<String>path("error.param")).as(form).isEqualTo(field);
    }

    private void assertNothingCameOfIt() {
        tenant.assertNothingHeld();
        int jobs =
                jdbi.withHandle(
                        handle ->
                                handle.createQuery(
                                                "select count(*) from job where tenant_id ="
                                                        + " cast(:tenant as uuid)")
                                        .bind("tenant", tenant.id())
                                        .mapTo(Integer.class)
                                        .one());
        assertThat(jobs).isZero();
    }

    @Test
    void when_a_callback_is_given_then_it_is_refused_before_anything_is_held() {
        assertThat(AddressForms.withoutPort()).hasSizeGreaterThan(200);
        for (var form : AddressForms.withoutPort()) {
            assertRefused("callback_url", form, form);
        }
        assertNothingCameOfIt();
    }

    @Test
    void when_an_image_is_given_then_it_is_refused_before_anything_is_held() {
        for (var form : AddressForms.withoutPort()) {
            assertRefused("input_reference", form, Map.of("image_url", form));
        }
        assertNothingCameOfIt();
    }
}
