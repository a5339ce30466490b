package dev.reelay.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.common.event.ProviderCall;
import dev.reelay.simulator.rule.Effect;
import dev.reelay.simulator.rule.Rule;
import dev.reelay.simulator.rule.Step;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.AccountRefused;
import dev.reelay.worker.provider.SubmitAnswer.Busy;
import dev.reelay.worker.provider.SubmitAnswer.NotSent;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/// What must hold of every adapter, at an upstream that is played from its documentation by a
/// program which knows nothing of us and keeps its own bill.
class ProviderContractTest {
    private static final String QUICK = "[simulator render=100ms clip=tiny] ";

    private static final String VEO = "veo-3.1-generate-001";
    private static final UpstreamCase KIE =
            UpstreamCase.of("kie", "bytedance/seedance-1.5-pro", 5, "720p");

    private static SimulatedUpstreams upstreams;

    @BeforeAll
    static void start() {
        upstreams = SimulatedUpstreams.withStore();
    }

    @AfterAll
    static void stop() {
        upstreams.close();
    }

    /// Some upstreams take one task at a time unless told otherwise.
    @BeforeEach
    void clear() {
        upstreams.simulator().rules().clear();
        upstreams.simulator().rules().add(Rule.concurrency(1000));
    }

    static Stream<UpstreamCase> all() {
        return Stream.of(
                UpstreamCase.of("kling", "kling-2.6", 5, "1080p").thatIsTracked(),
                UpstreamCase.of("kling", "kling-2.6", 5, "1080p")
                        .with("standard", "legacy")
                        .thatIsTracked(),
                UpstreamCase.of("openai-videos", "sora-2", 4, "720p"),
                UpstreamCase.of("minimax", "MiniMax-Hailuo-2.3", 6, "768p"),
                UpstreamCase.of("minimax", "MiniMax-H3", 6, "768p"),
                UpstreamCase.of("vidu", "viduq3-turbo", 5, "720p").thatCancels(),
                UpstreamCase.of("bytedance", "doubao-seedance-1-5-pro-251215", 5, "720p")
                        .thatIsTracked(),
                UpstreamCase.of("alibaba", "wan2.6", 5, "720p").thatCancels(),
                UpstreamCase.of("jimeng", "jimeng_v30", 5, "720p"),
                UpstreamCase.of("fal", "fal-ai/veo3.1", 4, "720p").thatCancels(),
                UpstreamCase.of("replicate", "google/veo-3.1", 4, "720p")
                        .thatCallsBack()
                        .thatIsTracked()
                        .thatCancels(),
                KIE,
                UpstreamCase.of("kie", "veo3_fast", 8, "720p"),
                UpstreamCase.of("google", "gemini-omni-1.1-flash", 4, "720p").thatCancels(),
                UpstreamCase.of("google", VEO, 4, "720p")
                        .with("bucket", "gs://dummy-bucket/clips"));
    }

    private static long billed(UpstreamCase of, String prompt) {
        var hash = sha256(prompt);
        return upstreams.vendor(of).bill().stream()
                .filter(entry -> entry.promptHash().equals(hash))
                .count();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A prompt of its own for each test, so that the bill can be read for it alone.
    private static String prompt(String directive) {
        return directive + "a kite " + UUID.randomUUID();
    }

    private static ProviderTask accepted(UpstreamCase of, SubmitAttempt attempt) {
        var answer = upstreams.open(of).submit(attempt);
        assertThat(answer)
                .as(() -> upstreams.vendor(of).refusals().toString())
                .isInstanceOf(Accepted.class);
        return ((Accepted) answer).task();
    }

    private static PollAnswer ended(VideoProvider provider, ProviderTask task) {
        return await().pollInterval(Duration.ofMillis(50))
                .until(
                        () -> provider.poll(task),
                        answer -> answer instanceof Finished || answer instanceof GaveUp);
    }

    private static byte[] fetched(VideoProvider provider, ProviderTask task) throws IOException {
        var finished = (Finished) ended(provider, task);
        try (var content = provider.open(finished.file())) {
            var bytes = content.stream().readAllBytes();
            assertThat(content.length()).isIn(-1L, (long) bytes.length);
            return bytes;
        }
    }

    private static void assertMp4(byte[] bytes) {
        assertThat(new String(bytes, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_it_is_text_then_a_clip_comes_and_one_task_is_billed(UpstreamCase of)
            throws IOException {
        var prompt = prompt(QUICK);
        var task = accepted(of, of.attempt(prompt).attempt());
        assertMp4(fetched(upstreams.open(of), task));
        assertThat(billed(of, prompt)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_it_is_a_first_frame_then_a_clip_comes(UpstreamCase of) throws IOException {
        var task = accepted(of, withPicture(of, prompt(QUICK)));
        assertMp4(fetched(upstreams.open(of), task));
    }

    private static SubmitAttempt withPicture(UpstreamCase of, String prompt) throws IOException {
        var key = "inputs/" + UUID.randomUUID();
        var attempt = of.attempt(prompt).picture(Mode.IMAGE, Role.FIRST_FRAME, key).attempt();
        var spec = attempt.spec();
        WorkerParts.objects()
                .put(key, RequestBody.fromBytes(png(spec.width(), spec.height())), "image/png");
        return attempt;
    }

    @Test
    void when_a_picture_cannot_be_uploaded_then_nothing_was_sent() throws IOException {
        for (var effect : new Effect[] {Effect.SERVER_ERROR, Effect.DROP}) {
            upstreams.simulator().rules().add(Rule.of(Step.OTHER, effect).by(KIE.provider()));
            var prompt = prompt(QUICK);
            assertThat(upstreams.open(KIE).submit(withPicture(KIE, prompt)))
                    .as(effect.toString())
                    .isInstanceOf(NotSent.class);
            assertThat(billed(KIE, prompt)).isZero();
            clear();
        }
    }

    private static byte[] png(int width, int height) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_it_is_in_the_making_then_it_says_so(UpstreamCase of) {
        var task = accepted(of, of.attempt(prompt("[simulator render=10m] ")).attempt());
        assertThat(upstreams.open(of).poll(task)).isInstanceOf(Working.class);
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_the_content_is_refused_then_nothing_is_billed(UpstreamCase of) {
        var prompt = prompt("[simulator submit=content_policy] ");
        var answer = upstreams.open(of).submit(of.attempt(prompt).attempt());
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Refused.class,
                        no -> assertThat(no.failure().reason()).isEqualTo(Reason.CONTENT_POLICY));
        assertThat(billed(of, prompt)).isZero();
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_the_request_is_refused_then_the_tenant_is_told(UpstreamCase of) {
        var answer =
                upstreams
                        .open(of)
                        .submit(of.attempt(prompt("[simulator submit=caller] ")).attempt());
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Refused.class,
                        no -> assertThat(no.failure().reason()).isEqualTo(Reason.INVALID_INPUT));
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_the_key_is_not_known_then_the_account_is_at_fault(UpstreamCase of) {
        var wrong = new HashMap<>(upstreams.vendor(of).credentials());
        wrong.replaceAll((_, value) -> value + "x");
        var answer = upstreams.open(of, wrong).submit(of.attempt(prompt("")).attempt());
        assertThat(answer).isInstanceOf(AccountRefused.class);
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_the_money_is_gone_then_the_account_is_at_fault(UpstreamCase of) {
        var answer =
                upstreams
                        .open(of)
                        .submit(of.attempt(prompt("[simulator submit=quota] ")).attempt());
        assertThat(answer).isInstanceOf(AccountRefused.class);
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_it_is_too_busy_then_nothing_was_started(UpstreamCase of) {
        var prompt = prompt("[simulator submit=throttle] ");
        assertThat(upstreams.open(of).submit(of.attempt(prompt).attempt()))
                .isInstanceOf(Busy.class);
        assertThat(billed(of, prompt)).isZero();
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_nobody_listens_then_nothing_was_sent(UpstreamCase of) {
        upstreams
                .simulator()
                .rules()
                .add(Rule.of(Step.SUBMIT, Effect.REFUSE_CONNECTION).by(of.provider()));
        assertThat(upstreams.open(of).submit(of.attempt(prompt("")).attempt()))
                .isInstanceOf(NotSent.class);
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_the_answer_is_lost_then_it_is_unknown_and_found_where_that_is_possible(
            UpstreamCase of) throws IOException {
        var prompt = prompt("[simulator submit=drop render=100ms clip=tiny] ");
        var attempt = of.attempt(prompt).attempt();
        var provider = upstreams.open(of);
        assertThat(provider.submit(attempt)).isInstanceOf(Unknown.class);
        assertThat(billed(of, prompt)).isEqualTo(1);
        if (of.tracked()) {
            assertThat(provider.find(attempt)).isInstanceOf(FindAnswer.Found.class);
            var found = (FindAnswer.Found) provider.find(attempt);
            assertMp4(fetched(provider, found.task()));
        } else {
            assertThat(provider.find(attempt)).isEqualTo(new FindAnswer.NotThere());
        }
        assertThat(provider.find(of.attempt(prompt("")).attempt()))
                .isEqualTo(new FindAnswer.NotThere());
        assertThat(billed(of, prompt)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_it_breaks_then_it_is_unknown(UpstreamCase of) {
        for (var how : new String[] {"500", "reset"}) {
            var prompt = prompt("[simulator submit=%s] ".formatted(how));
            assertThat(upstreams.open(of).submit(of.attempt(prompt).attempt()))
                    .as(how)
                    .isInstanceOf(Unknown.class);
        }
    }

    /// All at once: each of them takes the whole limit of a call.
    @Test
    void when_it_never_answers_then_it_is_unknown() throws Exception {
        var answers = new HashMap<UpstreamCase, Future<SubmitAnswer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            all().forEach(of -> answers.put(of, threads.submit(() -> stalled(of))));
        }
        for (var answer : answers.entrySet()) {
            assertThat(answer.getValue().get())
                    .as(answer.getKey().toString())
                    .isInstanceOf(Unknown.class);
        }
    }

    private static SubmitAnswer stalled(UpstreamCase of) {
        var prompt = prompt("[simulator submit=stall] ");
        return upstreams.open(of).submit(of.attempt(prompt).attempt());
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_a_task_fails_then_it_is_its_verdict(UpstreamCase of) {
        var policy =
                accepted(
                        of,
                        of.attempt(prompt("[simulator render=50ms outcome=content_policy] "))
                                .attempt());
        assertThat(ended(upstreams.open(of), policy))
                .isInstanceOfSatisfying(
                        GaveUp.class,
                        no -> assertThat(no.failure().reason()).isEqualTo(Reason.CONTENT_POLICY));
        // Jimeng's usual word for it says nothing about the task, so that only the deadline ends
        // it.
        var word = of.provider().equals("jimeng") ? "internal:50520" : "internal";
        var broken =
                accepted(
                        of,
                        of.attempt(prompt("[simulator render=50ms outcome=%s] ".formatted(word)))
                                .attempt());
        assertThat(ended(upstreams.open(of), broken)).isInstanceOf(GaveUp.class);
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_polls_go_wrong_then_no_job_ends(UpstreamCase of) throws IOException {
        for (var how : new String[] {"500", "throttle", "drop", "operator", "unknown_state"}) {
            var task =
                    accepted(
                            of,
                            of.attempt(
                                            prompt(
                                                    "[simulator render=5s poll=%s clip=tiny] "
                                                            .formatted(how)))
                                    .attempt());
            var answer = upstreams.open(of).poll(task);
            // Veo has no words for its states: it is done or it is not.
            var known = of.model().equals(VEO) && how.equals("unknown_state");
            assertThat(answer).as(how).isInstanceOf(known ? Working.class : NoAnswer.class);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_several_are_asked_after_then_each_has_its_own_answer(UpstreamCase of) {
        var provider = upstreams.open(of);
        var running = accepted(of, of.attempt(prompt("[simulator render=10m] ")).attempt());
        var done = accepted(of, of.attempt(prompt(QUICK)).attempt());
        var refused =
                accepted(
                        of,
                        of.attempt(prompt("[simulator render=50ms outcome=content_policy] "))
                                .attempt());
        var tasks = List.of(running, done, refused);
        assertThat(ended(provider, done)).isInstanceOf(Finished.class);
        assertThat(ended(provider, refused)).isInstanceOf(GaveUp.class);
        var before = upstreams.vendor(of).requests().of(Step.POLL);

        var answers = provider.poll(tasks);

        assertThat(answers).containsOnlyKeys(tasks);
        assertThat(answers.get(running)).isInstanceOf(Working.class);
        assertThat(answers.get(done)).isInstanceOf(Finished.class);
        assertThat(answers.get(refused)).isInstanceOf(GaveUp.class);
        if (provider.pollsTogether() > 1) {
            assertThat(upstreams.vendor(of).requests().of(Step.POLL) - before).isEqualTo(1);
        }
    }

    /// Of which one may be asked after together with others.
    @ParameterizedTest
    @MethodSource("together")
    void when_one_of_several_is_not_known_then_the_others_are_answered_for(UpstreamCase of) {
        var provider = upstreams.open(of);
        var running = accepted(of, of.attempt(prompt("[simulator render=10m] ")).attempt());
        var nobodys = new ProviderTask("893605946402811985");

        var answers = provider.poll(List.of(nobodys, running));

        assertThat(answers.get(running)).isInstanceOf(Working.class);
        assertThat(answers.get(nobodys)).isInstanceOf(NoAnswer.class);
    }

    @ParameterizedTest
    @MethodSource("together")
    void when_asking_after_several_goes_wrong_then_no_job_ends(UpstreamCase of) {
        for (var how : new String[] {"500", "throttle", "drop", "operator"}) {
            var tasks =
                    Stream.of(1, 2)
                            .map(_ -> prompt("[simulator render=5s poll=%s] ".formatted(how)))
                            .map(prompt -> accepted(of, of.attempt(prompt).attempt()))
                            .toList();
            assertThat(upstreams.open(of).poll(tasks).values())
                    .as(how)
                    .hasSize(2)
                    .allMatch(NoAnswer.class::isInstance);
        }
    }

    static Stream<UpstreamCase> together() {
        var cases = all().filter(of -> upstreams.open(of).pollsTogether() > 1).toList();
        assertThat(cases).extracting(UpstreamCase::provider).contains("kling", "bytedance");
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_a_link_has_expired_then_the_next_look_has_another(UpstreamCase of)
            throws IOException {
        var task =
                accepted(
                        of,
                        of.attempt(
                                        prompt(
                                                "[simulator render=50ms download=expire"
                                                        + " clip=tiny] "))
                                .attempt());
        var provider = upstreams.open(of);
        var finished = (Finished) ended(provider, task);
        assertThatThrownBy(() -> provider.open(finished.file())).isInstanceOf(IOException.class);
        assertMp4(fetched(provider, task));
    }

    /// As where an upstream makes variants, or names a picture or the sound beside the clip.
    @ParameterizedTest
    @MethodSource("all")
    void when_it_names_several_files_then_a_clip_is_brought_and_one_task_is_billed(UpstreamCase of)
            throws IOException {
        var prompt = prompt("[simulator render=50ms clip=tiny outcome=several_files:3] ");
        var task = accepted(of, of.attempt(prompt).attempt());
        assertMp4(fetched(upstreams.open(of), task));
        assertThat(billed(of, prompt)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_somebody_calls_back_without_proof_then_only_those_that_sign_say_that_it_is_forged(
            UpstreamCase of) {
        var call = new ProviderCall(Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(upstreams.open(of).hear(of.attempt(prompt("")).attempt(), call))
                .isInstanceOf(
                        ProviderCall.SIGNED.containsKey(of.provider())
                                ? Heard.Forged.class
                                : Heard.Unproven.class);
    }

    @ParameterizedTest
    @MethodSource("all")
    void when_it_is_to_stop_then_it_stops_where_that_is_possible(UpstreamCase of) {
        var task = accepted(of, of.attempt(prompt("[simulator render=10m queue=10m] ")).attempt());
        var provider = upstreams.open(of);
        provider.cancel(task);
        if (of.cancels()) {
            assertThat(ended(provider, task))
                    .isInstanceOfSatisfying(
                            GaveUp.class,
                            no -> assertThat(no.failure().reason()).isEqualTo(Reason.CANCELLED));
        } else {
            assertThat(provider.poll(task)).isInstanceOf(Working.class);
        }
    }
}
