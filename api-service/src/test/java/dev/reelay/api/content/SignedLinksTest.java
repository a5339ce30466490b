package dev.reelay.api.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.api.SignedLinkScene;
import dev.reelay.common.secret.MasterKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A link is good until its end and not a second longer.
@QuarkusTest
class SignedLinksTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject MasterKey master;
    @Inject SignedLinkScene scene;

    private SignedLinks ago(Duration age) {
        return new SignedLinks(master, InstantSource.fixed(Instant.now().minus(age)));
    }

    @ParameterizedTest
    @CsvSource({"PT59M50S, 200", "PT60M1S, 410"})
    void when_an_hour_is_over_then_the_file_is_gone(Duration age, int status) {
        var path = ago(age).path(scene.completedJob(), 0, HOUR);
        RestAssured.get(path).then().statusCode(status);
        RestAssured.head(path).then().statusCode(status);
    }

    @Test
    void when_the_output_or_the_job_is_not_there_then_it_is_unknown() {
        var links = ago(Duration.ZERO);
        RestAssured.get(links.path(scene.completedJob(), 1, HOUR)).then().statusCode(404);
        for (var name : new String[] {"x.mp4", "A".repeat(80) + ".mp4", "A".repeat(80), "%00"}) {
            RestAssured.get("/content/" + name).then().statusCode(404);
        }
    }

    @Test
    void when_a_link_is_read_then_it_says_what_it_was_made_for() {
        var job = scene.completedJob();
        var name = ago(Duration.ZERO).path(job, 3, HOUR).substring("/content/".length());
        var target = ago(Duration.ofDays(2)).read(name).orElseThrow();
        assertThat(target.tenant()).isEqualTo(job.tenant());
        assertThat(target.job()).isEqualTo(job.id());
        assertThat(target.index()).isEqualTo(3);
    }
}
