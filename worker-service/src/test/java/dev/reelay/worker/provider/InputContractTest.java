package dev.reelay.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.simulator.rule.Rule;
import dev.reelay.simulator.rule.Step;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/// Frames, references and clips as upstreams take them, or as they are refused before anything is
/// sent. The upstreams fetch what they are only given an address of.
class InputContractTest {
    /// Where a page states a least size, all are above this.
    private static final int TOO_SMALL = 100;

    private static final Set<String> WITH_LEAST_SIZE =
            Set.of("kling", "minimax", "bytedance", "alibaba", "jimeng");

    private static SimulatedUpstreams upstreams;
    private static byte[] clip;

    @BeforeAll
    static void start() throws IOException {
        upstreams = SimulatedUpstreams.withStore();
        upstreams.simulator().rules().add(Rule.concurrency(1000));
        clip = rendered();
    }

    @AfterAll
    static void stop() {
        upstreams.close();
    }

    static Stream<Arguments> taken() {
        return MadeFrom.all().stream()
                .flatMap(from -> from.modes().stream().map(mode -> Arguments.of(from, mode)));
    }

    static Stream<Arguments> refused() {
        return MadeFrom.all().stream()
                .flatMap(
                        from ->
                                MadeFrom.ALL.stream()
                                        .filter(mode -> !from.modes().contains(mode))
                                        .map(mode -> Arguments.of(from, mode)));
    }

    static Stream<MadeFrom> withLeastSize() {
        return MadeFrom.all().stream()
                .filter(from -> WITH_LEAST_SIZE.contains(from.upstream().provider()))
                .filter(from -> !from.upstream().model().equals("MiniMax-H3"));
    }

    /// One that an upstream has made.
    private static byte[] rendered() throws IOException {
        var fal = UpstreamCase.of("fal", "fal-ai/veo3.1", 4, "720p");
        var provider = upstreams.open(fal);
        var attempt = fal.attempt("[simulator render=50ms clip=tiny] a kite").attempt();
        var done = ended(provider, ((Accepted) provider.submit(attempt)).task());
        try (var content = provider.open(((Finished) done).file())) {
            return content.stream().readAllBytes();
        }
    }

    private static PollAnswer ended(VideoProvider provider, ProviderTask task) {
        return await().pollInterval(Duration.ofMillis(50))
                .until(
                        () -> provider.poll(task),
                        answer -> answer instanceof Finished || answer instanceof GaveUp);
    }

    private static SubmitAttempt attempt(UpstreamCase of, Mode mode, int width, int height)
            throws IOException {
        var asked =
                of.attempt("[simulator render=50ms clip=tiny] a kite " + UUID.randomUUID())
                        .mode(mode);
        return switch (mode) {
            case TEXT -> asked.attempt();
            case IMAGE -> asked.picture(mode, Role.FIRST_FRAME, picture(width, height)).attempt();
            case FRAMES ->
                    asked.picture(mode, Role.FIRST_FRAME, picture(width, height))
                            .picture(mode, Role.LAST_FRAME, picture(width, height))
                            .attempt();
            case REFERENCE ->
                    asked.picture(mode, Role.REFERENCE, picture(width, height))
                            .picture(mode, Role.REFERENCE, picture(height, width))
                            .attempt();
            case VIDEO, EXTENSION -> asked.clip(mode, stored(clip, "video/mp4")).attempt();
        };
    }

    private static String picture(int width, int height) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return stored(bytes.toByteArray(), "image/png");
    }

    private static String stored(byte[] bytes, String type) {
        var key = "inputs/" + UUID.randomUUID();
        WorkerParts.objects().put(key, RequestBody.fromBytes(bytes), type);
        return key;
    }

    @ParameterizedTest
    @MethodSource("taken")
    void when_it_is_taken_then_a_clip_comes(MadeFrom from, Mode mode) throws IOException {
        var provider = upstreams.open(from.upstream());
        var answer = provider.submit(attempt(from.upstream(), mode, 1280, 720));
        assertThat(answer)
                .as(() -> upstreams.vendor(from.upstream()).refusals().toString())
                .isInstanceOf(Accepted.class);
        assertThat(ended(provider, ((Accepted) answer).task())).isInstanceOf(Finished.class);
    }

    /// "Inpaint image must match the requested width and height" is what comes else.
    @Test
    void when_only_pictures_of_the_clips_size_are_taken_then_others_are_made_so()
            throws IOException {
        var sora = UpstreamCase.of("openai-videos", "sora-2", 4, "720p");
        var answer = upstreams.open(sora).submit(attempt(sora, Mode.IMAGE, 1000, 900));
        assertThat(answer)
                .as(() -> upstreams.vendor(sora).refusals().toString())
                .isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void when_it_cannot_be_made_then_it_is_refused_and_nothing_is_sent(MadeFrom from, Mode mode)
            throws IOException {
        var sent = upstreams.vendor(from.upstream()).requests().of(Step.SUBMIT);
        assertRefused(
                upstreams.open(from.upstream()).submit(attempt(from.upstream(), mode, 1280, 720)));
        assertThat(upstreams.vendor(from.upstream()).requests().of(Step.SUBMIT)).isEqualTo(sent);
    }

    @ParameterizedTest
    @MethodSource("withLeastSize")
    void when_a_picture_is_too_small_then_it_is_refused_and_nothing_is_sent(MadeFrom from)
            throws IOException {
        var sent = upstreams.vendor(from.upstream()).requests().of(Step.SUBMIT);
        assertRefused(
                upstreams
                        .open(from.upstream())
                        .submit(attempt(from.upstream(), Mode.IMAGE, TOO_SMALL, TOO_SMALL)));
        assertThat(upstreams.vendor(from.upstream()).requests().of(Step.SUBMIT)).isEqualTo(sent);
    }

    private static void assertRefused(SubmitAnswer answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Refused.class,
                        no -> assertThat(no.failure().reason()).isEqualTo(Reason.INVALID_INPUT));
    }
}
