package dev.reelay.api.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.secret.InputLink;
import dev.reelay.common.secret.MasterKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a provider gets by the link that it was given.
@QuarkusTest
class LinkedInputsTest {
    private static final byte[] CLIP = "a clip of a kite".getBytes(StandardCharsets.UTF_8);

    @Inject MasterKey master;
    @Inject ObjectStore store;
    @TempDir Path folder;

    private final String key = "inputs/test/" + UUID.randomUUID();

    @BeforeEach
    void put() throws IOException {
        store.put(key, Files.write(folder.resolve("clip"), CLIP), "application/octet-stream");
    }

    private String path(String object, Duration life) {
        return "/inputs/"
                + new InputLink(master)
                        .of(new InputLink.Target(object, "video/mp4", Instant.now().plus(life)));
    }

    @Test
    void when_a_link_is_good_then_it_has_the_file_with_its_type() {
        var path = path(key, Duration.ofMinutes(1));
        var answer = RestAssured.get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("video/mp4");
        assertThat(answer.asByteArray()).isEqualTo(CLIP);
        RestAssured.head(path)
                .then()
                .statusCode(200)
                .header("Content-Length", equalTo(String.valueOf(CLIP.length)));
    }

    @Test
    void when_a_part_is_asked_for_then_that_comes() {
        var path = path(key, Duration.ofMinutes(1));
        var answer = RestAssured.given().header("Range", "bytes=2-5").get(path);
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes 2-5/16");
        assertThat(answer.asString()).isEqualTo("clip");
        RestAssured.given().header("Range", "bytes=99-").get(path).then().statusCode(416);
    }

    @Test
    void when_its_time_is_over_then_the_file_is_gone() {
        var path = path(key, Duration.ofSeconds(-1));
        RestAssured.get(path).then().statusCode(410);
        RestAssured.head(path).then().statusCode(410);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00", "%2e%2e"})
    void when_it_is_no_link_of_ours_then_it_is_unknown(String link) {
        RestAssured.given().urlEncodingEnabled(false).get("/inputs/" + link).then().statusCode(404);
    }

    @Test
    void when_the_file_is_not_there_then_it_is_unknown() {
        RestAssured.get(path(key + "x", Duration.ofMinutes(1))).then().statusCode(404);
    }
}
