package dev.reelay.api;

import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The longest and highest clip of each plan.
@QuarkusTest
class PlanLimitsTest {
    @ParameterizedTest
    @CsvSource({
        "free, 8, 720x1280, 200, ",
        "free, 9, 720x1280, 403, at most 8 seconds",
        "free, 8, 1920x1080, 403, at most 720p",
        "pro, 15, 1920x1080, 200, ",
        "pro, 16, 1280x720, 403, at most 15 seconds",
        "ultra, 30, 1920x1080, 200, "
    })
    void when_a_clip_is_longer_or_higher_than_the_plan_allows_then_it_is_refused(
            String plan, String seconds, String size, int status, String says) {
        var tenant = TestTenant.create(plan, "100");
        var answer =
                tenant.submit(
                        Map.of(
                                "model",
                                TestTenant.MODEL,
                                "prompt",
                                "a kite",
                                "seconds",
                                seconds,
                                "size",
                                size));
        answer.then().statusCode(status);
        if (status == 403) {
            answer.then()
                    .body("error.param", equalTo("model"))
                    .body(
                            "error.message",
                            equalTo(
                                    "The model '%s' makes clips of %s on the plan %s."
                                            .formatted(TestTenant.MODEL, says, plan)));
            tenant.assertNothingHeld();
        }
    }
}
