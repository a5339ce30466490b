package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.models.videos.Video;
import com.openai.models.videos.VideoCreateParams;
import com.openai.models.videos.VideoModel;
import com.openai.models.videos.VideoSeconds;
import com.openai.models.videos.VideoSize;
import dev.reelay.e2e.ReelayClient.Answer;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.imageio.ImageIO;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What a newcomer does first.
@ExtendWith(SharedSystem.class)
class FirstClipTest {
    @TempDir static Path folder;
    private static LocalSystem system;

    @BeforeAll
    static void start(LocalSystem shared) {
        system = shared;
    }

    @Nested
    class GivenTheLauncher {
        @Test
        void when_a_prompt_is_tried_then_a_clip_is_in_the_folder() {
            var file = folder.resolve("kite.mp4");
            var ran = attempt("a red kite over the sea at dusk", "-o", file.toString());
            assertThat(ran.exit()).as(ran.output()).isZero();
            assertThat(ran.output()).contains("video_").contains("credit").contains("kite.mp4");
            var clip = Clip.of(file);
            assertThat(clip.codec()).isEqualTo("h264");
            assertThat(clip.width()).isEqualTo(1280);
            assertThat(clip.height()).isEqualTo(720);
            assertThat(clip.seconds()).isCloseTo(5, within(0.1));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(callbacksOfProviders()).isPositive());
        }

        /// How often the sandbox, as any provider, has called the public address it was given.
        private static double callbacksOfProviders() throws IOException {
            var figure = "reelay_provider_callbacks_total{outcome=\"known\"} ";
            var address = URI.create(system.env("REELAY_URL") + "/q/metrics");
            try (var figures = address.toURL().openStream()) {
                return new String(figures.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith(figure))
                        .mapToDouble(line -> Double.parseDouble(line.substring(figure.length())))
                        .sum();
            }
        }

        @Test
        void when_a_photo_is_given_then_it_is_seen_in_a_portrait_clip() throws IOException {
            var photo = folder.resolve("photo.png");
            ImageIO.write(orange(), "png", photo.toFile());
            var file = folder.resolve("zoom.mp4");
            var ran =
                    attempt(
                            "slow zoom",
                            "--image",
                            photo.toString(),
                            "--duration",
                            "8",
                            "--aspect-ratio",
                            "9:16",
                            "-o",
                            file.toString());
            assertThat(ran.exit()).as(ran.output()).isZero();
            var clip = Clip.of(file);
            assertThat(clip.height()).isGreaterThan(clip.width());
            assertThat(clip.seconds()).isCloseTo(8, within(0.1));
            var seen = Clip.mean(clip.frameAt(4));
            assertThat(seen.getRed()).isCloseTo(230, within(30));
            assertThat(seen.getGreen()).isCloseTo(120, within(30));
            assertThat(seen.getBlue()).isCloseTo(20, within(30));
        }

        @Test
        void when_the_job_fails_then_the_command_says_why_and_fails() {
            var ran = attempt("[sandbox outcome=content_policy]");
            assertThat(ran.exit()).as(ran.output()).isEqualTo(1);
        }

        private LocalSystem.Ran attempt(String... arguments) {
            var all = new String[arguments.length + 1];
            all[0] = "try";
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return system.run(Duration.ofMinutes(2), all);
        }

        private static BufferedImage orange() {
            var image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
            var paint = image.createGraphics();
            paint.setColor(new Color(230, 120, 20));
            paint.fillRect(0, 0, 640, 480);
            paint.dispose();
            return image;
        }
    }

    @Nested
    class GivenTheOfficialOpenAiClient {
        private final OpenAIClient client =
                OpenAIOkHttpClient.builder()
                        .baseUrl(system.env("REELAY_URL") + "/v1")
                        .apiKey(system.env("REELAY_API_KEY"))
                        .build();

        @Test
        void when_base_url_and_key_are_changed_then_all_its_calls_work() throws IOException {
            var made =
                    client.videos()
                            .create(
                                    VideoCreateParams.builder()
                                            .model(VideoModel.of("reelay/storyboard-1"))
                                            .prompt("a fox in the snow")
                                            .seconds(VideoSeconds.of("4"))
                                            .size(VideoSize._1280X720)
                                            .build());
            assertThat(made.status()).isEqualTo(Video.Status.QUEUED);
            assertThat(made.seconds().asString()).isEqualTo("4");

            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(
                            () -> client.videos().retrieve(made.id()).status(),
                            Video.Status.COMPLETED::equals);
            assertThat(client.videos().list().autoPager().stream().map(Video::id))
                    .contains(made.id());

            var file = folder.resolve("fox.mp4");
            try (var content = client.videos().downloadContent(made.id())) {
                Files.copy(content.body(), file);
            }
            assertThat(Clip.of(file).seconds()).isCloseTo(4, within(0.1));

            assertThat(client.videos().delete(made.id()).deleted()).isTrue();
            Assertions.assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> client.videos().retrieve(made.id()));
        }
    }

    @Nested
    class GivenAPlanWithOneJobAtOnce {
        private ReelayClient client;

        @BeforeEach
        void plan() {
            var operator = system.client();
            client = operator.as(operator.liveKey(operator.tenant(1, "9")));
        }

        @Test
        void when_three_are_submitted_then_two_wait_and_show_where_they_stand() {
            var first = submitLong("first").text("id");
            await().until(() -> client.video(first).text("status"), "in_progress"::equals);
            var second = submitLong("second").text("id");
            awaitPosition(second, 1);
            var accepted = submitLong("third");
            var third = accepted.text("id");
            awaitPosition(third, 2);
            awaitPosition(second, 1);
            assertThat(wait(third)).isGreaterThan(wait(second));
            assertThat(wait(second)).isPositive();
            assertThat(submitLong("third").body()).isEqualTo(accepted.body());
            assertThat(client.video(second).text("status")).isEqualTo("queued");
            assertThat(client.video(first).body().path("queue").isNull()).isTrue();

            cancel(first);

            await().until(() -> client.video(second).text("status"), "in_progress"::equals);
            assertThat(client.video(second).body().path("queue").isNull()).isTrue();
            awaitPosition(third, 1);
            cancel(third);
            cancel(second);
        }

        private Answer submitLong(String idempotencyKey) {
            return client.submit(
                    idempotencyKey,
                    Map.of(
                            "model", "reelay/storyboard-1",
                            "prompt", "[sandbox clip=tiny delay=300s] a kite",
                            "seconds", "1",
                            "size", "854x480"));
        }

        private void cancel(String video) {
            client.post("/v1/videos/" + video + "/cancel");
        }

        private void awaitPosition(String video, int position) {
            await().untilAsserted(
                            () ->
                                    assertThat(queue(video).path("position").asInt())
                                            .isEqualTo(position));
        }

        private int wait(String video) {
            return queue(video).path("expected_wait_seconds").asInt();
        }

        private JsonNode queue(String video) {
            return client.video(video).body().path("queue");
        }

        private static ConditionFactory await() {
            return Awaitility.await().atMost(Duration.ofSeconds(30));
        }
    }
}
