package dev.reelay.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.videos.Video;
import com.openai.models.videos.VideoCreateParams;
import com.openai.models.videos.VideoModel;
import com.openai.models.videos.VideoRemixParams;
import com.openai.models.videos.VideoSeconds;
import com.openai.models.videos.VideoSize;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;

/// OpenAI's client for Java, with nothing changed but base URL and key. The cases are in order.
final class JavaClient {
    private final OpenAIClient client;
    private final OpenAIClient beforeFlaky;
    private final OpenAIClient stranger;
    private String id = "";

    JavaClient(String url, String flakyUrl, String key) {
        client = client(url, key);
        beforeFlaky = client(flakyUrl, key);
        stranger = client(url, "sk-test-wrong");
    }

    private static OpenAIClient client(String url, String key) {
        return OpenAIOkHttpClient.builder().baseUrl(url + "/v1").apiKey(key).build();
    }

    private static VideoCreateParams.Builder wanted() {
        return VideoCreateParams.builder()
                .model(VideoModel.of("reelay/storyboard-1"))
                .prompt("a fox in the snow [sandbox clip=tiny]")
                .seconds(VideoSeconds.of("4"))
                .size(VideoSize._1280X720);
    }

    /// Fails where the case fails.
    void check(String name) throws IOException {
        switch (name) {
            case "create" -> create();
            case "poll" -> complete(id);
            case "list" ->
                    assertThat(client.videos().list().autoPager().stream().map(Video::id))
                            .contains(id);
            case "download" -> download();
            case "errors" -> errors();
            // It repeats no form, so what it repeats is a question.
            case "retry" ->
                    assertThat(beforeFlaky.videos().retrieve(id).status())
                            .isEqualTo(Video.Status.COMPLETED);
            case "remix" -> remix();
            case "delete" -> delete();
            default -> throw new IllegalArgumentException(name);
        }
    }

    private void create() {
        var made = client.videos().create(wanted().build());
        assertThat(made.status()).isEqualTo(Video.Status.QUEUED);
        assertThat(made.seconds().asString()).isEqualTo("4");
        id = made.id();
    }

    private void download() throws IOException {
        try (var content = client.videos().downloadContent(id)) {
            assertThat(content.headers().values("content-type")).containsExactly("video/mp4");
            assertThat(content.body().readNBytes(8)).endsWith("ftyp".getBytes());
        }
    }

    private void complete(String video) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> client.videos().retrieve(video).status(),
                        Video.Status.COMPLETED::equals);
    }

    private void remix() {
        var made =
                client.videos()
                        .remix(
                                VideoRemixParams.builder()
                                        .videoId(id)
                                        .prompt("the same at night")
                                        .build());
        assertThat(made.remixedFromVideoId()).contains(id);
        complete(made.id());
    }

    private void errors() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(
                        () ->
                                client.videos()
                                        .create(wanted().seconds(VideoSeconds.of("99")).build()))
                .satisfies(e -> assertThat(e.param()).contains("seconds"));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(
                        () ->
                                client.videos()
                                        .create(wanted().model(VideoModel.of("nobody")).build()));
        assertThatExceptionOfType(UnauthorizedException.class)
                .isThrownBy(() -> stranger.videos().list());
    }

    private void delete() {
        assertThat(client.videos().delete(id).deleted()).isTrue();
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.videos().retrieve(id));
    }
}
