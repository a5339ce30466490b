package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.videos.Video;
import com.openai.models.videos.VideoCreateParams;
import com.openai.models.videos.VideoDownloadContentParams;
import com.openai.models.videos.VideoModel;
import com.openai.models.videos.VideoRemixParams;
import com.openai.models.videos.VideoSeconds;
import com.openai.models.videos.VideoSize;
import dev.reelay.api.store.ObjectStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The official client, with nothing changed but base URL and key.
@QuarkusTest
class OpenAiClientTest {
    @Inject ObjectStore store;
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl("http://localhost:" + RestAssured.port + "/v1")
                .apiKey(key)
                .build();
    }

    private static VideoCreateParams.Builder fox() {
        return VideoCreateParams.builder()
                .model(VideoModel.of(TestTenant.MODEL))
                .prompt("a fox in the snow")
                .seconds(VideoSeconds.of("4"))
                .size(VideoSize._1280X720);
    }

    @Test
    void when_base_url_and_key_are_changed_then_all_its_calls_work() throws IOException {
        var videos = client(tenant.liveKey()).videos();
        var made = videos.create(fox().build());
        assertThat(made.status()).isEqualTo(Video.Status.QUEUED);
        assertThat(made.seconds().asString()).isEqualTo("4");
        assertThat(made.size()).isEqualTo(VideoSize._1280X720);

        var clip = Clip.store(store, tenant, made.id(), 0, "a clip of a fox".getBytes());
        try (var worker = new Worker()) {
            worker.completed(tenant, made.id(), clip);
        }
        Awaitility.await()
                .until(() -> videos.retrieve(made.id()).status(), Video.Status.COMPLETED::equals);
        assertThat(videos.list().autoPager().stream().map(Video::id)).containsExactly(made.id());
        try (var content = videos.downloadContent(made.id())) {
            assertThat(content.body().readAllBytes()).isEqualTo("a clip of a fox".getBytes());
        }
        var sheet =
                VideoDownloadContentParams.builder()
                        .videoId(made.id())
                        .variant(VideoDownloadContentParams.Variant.SPRITESHEET)
                        .build();
        try (var content = videos.downloadContent(sheet)) {
            assertThat(content.headers().values("content-type")).containsExactly("image/jpeg");
        }
        var remixed =
                videos.remix(
                        VideoRemixParams.builder()
                                .videoId(made.id())
                                .prompt("the same at night")
                                .build());
        assertThat(remixed.remixedFromVideoId()).contains(made.id());
        assertThat(remixed.seconds().asString()).isEqualTo("4");
        assertThat(videos.delete(made.id()).deleted()).isTrue();
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> videos.retrieve(made.id()));
    }

    @Test
    void when_it_sends_a_picture_and_extension_fields_then_they_are_understood() {
        var made =
                client(tenant.liveKey())
                        .videos()
                        .create(
                                fox().inputReference(new ByteArrayInputStream(Pictures.png()))
                                        .putAdditionalBodyProperty("n", JsonValue.from(2))
                                        .putAdditionalBodyProperty("audio", JsonValue.from(true))
                                        .build());
        tenant.video(made.id())
                .then()
                .body("n", org.hamcrest.Matchers.equalTo(2))
                .body("audio", org.hamcrest.Matchers.equalTo(true))
                .body("mode", org.hamcrest.Matchers.equalTo("image"));
    }

    @Test
    void when_something_is_wrong_then_it_throws_what_it_throws_for_openai() {
        assertThatExceptionOfType(UnauthorizedException.class)
                .isThrownBy(() -> client("sk-live-wrong").videos().list());
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(
                        () ->
                                client(tenant.liveKey())
                                        .videos()
                                        .create(fox().seconds(VideoSeconds.of("99")).build()))
                .satisfies(e -> assertThat(e.param()).contains("seconds"))
                .satisfies(e -> assertThat(e.code()).contains("invalid_value"));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(
                        () ->
                                client(tenant.liveKey())
                                        .videos()
                                        .create(fox().model(VideoModel.of("nope")).build()));
        var poor = TestTenant.create("free", "0");
        var started = System.nanoTime();
        assertThatExceptionOfType(RateLimitException.class)
                .isThrownBy(() -> client(poor.liveKey()).videos().create(fox().build()))
                .satisfies(e -> assertThat(e.code()).contains("insufficient_quota"));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }
}
