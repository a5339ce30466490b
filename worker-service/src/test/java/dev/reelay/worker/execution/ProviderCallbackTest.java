package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.catalogue.CatalogueLoader;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.ProviderCall;
import dev.reelay.common.event.ProviderCall.Outcome;
import dev.reelay.common.event.ProvidersRang;
import dev.reelay.common.id.TenantId;
import dev.reelay.common.secret.CallbackToken;
import dev.reelay.common.secret.MasterKey;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.Callbacks;
import dev.reelay.worker.provider.CatalogueOrder;
import dev.reelay.worker.provider.Heard;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PrepareAttempt;
import dev.reelay.worker.provider.ProviderQueue;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.Route;
import dev.reelay.worker.provider.Routes;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAttempt;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What a provider is given to call back, and what its calls do.
class ProviderCallbackTest {
    private final List<SubmitAttempt> sent = new CopyOnWriteArrayList<>();
    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(WorkerParts.emptyDatabase());
    }

    @AfterEach
    void close() {
        assertThat(bench.slots.recount()).isEmpty();
        bench.close();
    }

    private void hear(ProvidersRang... rang) {
        new TakeRings(bench.doorbell).on(List.of(rang).stream().map(EventJson::write).toList());
    }

    private int due() {
        return bench.count("select count(*) from timer where due_at <= now()");
    }

    private void makeLate() {
        bench.jdbi.useHandle(h -> h.execute("update timer set due_at = now() + interval '1 day'"));
    }

    @Nested
    class GivenAnAttempt {
        @Test
        void when_it_is_sent_then_with_an_address_that_names_it() {
            bench.upstream.onSubmit =
                    attempt -> {
                        sent.add(attempt);
                        return new SubmitAnswer.Accepted(Upstream.task(attempt.id()), List.of());
                    };
            var spec = bench.stored();

            bench.submit.claimNext();
            await().until(() -> bench.state(spec.job()).equals("in_progress"));

            var attempt = sent.getFirst();
            var address = String.valueOf(attempt.callback());
            var base = "https://video.example.com/callbacks/upstream/";
            assertThat(address).startsWith(base);
            assertThat(
                            new CallbackToken(new MasterKey("A".repeat(43) + "="))
                                    .read("upstream", address.substring(base.length())))
                    .contains(attempt.id());
        }

        @Test
        void when_it_is_sent_again_then_the_address_is_the_same() {
            bench.upstream.resubmitsSafely = true;
            bench.upstream.onSubmit =
                    attempt -> {
                        sent.add(attempt);
                        return sent.size() == 1
                                ? new SubmitAnswer.Unknown("lost")
                                : new SubmitAnswer.Accepted(Upstream.task(attempt.id()), List.of());
                    };
            var spec = bench.stored();
            bench.submit.claimNext();
            await().until(() -> bench.state(spec.job()).equals("unknown"));

            bench.makeDue();
            bench.watch.lookAtDue();
            await().until(() -> bench.state(spec.job()).equals("in_progress"));

            assertThat(sent).hasSize(2);
            assertThat(sent.get(1).callback()).isEqualTo(sent.get(0).callback()).isNotNull();
        }
    }

    @Nested
    class GivenARender {
        @Test
        void when_its_provider_calls_back_once_or_often_then_the_next_look_is_now() {
            var attempt = Bench.attempt(bench.inProgress());
            bench.inProgress();
            makeLate();

            hear(
                    new ProvidersRang(List.of(attempt, UUID.randomUUID())),
                    new ProvidersRang(List.of(attempt)));
            hear(new ProvidersRang(List.of(attempt)));

            assertThat(due()).isEqualTo(1);
        }

        @Test
        void when_what_calls_back_is_forged_then_the_provider_says_that_nothing_has_ended() {
            var execution = bench.inProgress();
            var polls = new CopyOnWriteArrayList<String>();
            bench.upstream.onPoll =
                    task -> {
                        polls.add(task.id());
                        return new PollAnswer.Working(-1);
                    };
            makeLate();

            hear(new ProvidersRang(List.of(Bench.attempt(execution))));
            bench.watch.lookAtDue();
            await().until(bench.work::idle);

            assertThat(polls).hasSize(1);
            assertThat(bench.state(execution.job())).isEqualTo("in_progress");
        }

        @Test
        void when_a_record_cannot_be_read_then_the_others_of_its_batch_are() {
            var attempt = Bench.attempt(bench.inProgress());
            makeLate();
            new TakeRings(bench.doorbell)
                    .on(
                            List.of(
                                    "no json",
                                    "{}",
                                    "{\"attempts\":[null]}",
                                    EventJson.write(new ProvidersRang(List.of(attempt)))));
            assertThat(due()).isEqualTo(1);
        }
    }

    @Nested
    class GivenAProviderThatSigns {
        private static final ProviderCall CALL = new ProviderCall(Map.of(), new byte[0]);

        private Execution lost() {
            var intended = bench.intended();
            return bench.advance
                    .apply(
                            intended,
                            new ExecutionEvent.Submitted(new SubmitAnswer.Unknown("lost"), true))
                    .live()
                    .orElseThrow();
        }

        @Test
        void when_the_answer_of_the_submit_was_lost_then_it_brings_the_task_home() {
            var execution = lost();
            var task = new ProviderTask("theirs");
            bench.upstream.onCall = new Heard.Genuine(List.of(task, new ProviderTask("inner")));
            makeLate();

            assertThat(bench.hearing.hear(Bench.attempt(execution), CALL))
                    .isEqualTo(Outcome.GENUINE);

            assertThat(bench.state(execution.job())).isEqualTo("in_progress");
            assertThat(due()).isEqualTo(1);
            assertThat(bench.executions.live(execution.tenant(), execution.job()))
                    .extracting(Execution::state)
                    .containsExactly(new ExecutionState.InProgress(Bench.attempt(execution), task));
            assertThat(bench.upstream.submits).isEmpty();
        }

        @Test
        void when_it_comes_twice_then_the_second_one_changes_nothing() {
            var execution = lost();
            bench.upstream.onCall = new Heard.Genuine(List.of(new ProviderTask("theirs")));
            bench.hearing.hear(Bench.attempt(execution), CALL);
            assertThat(bench.hearing.hear(Bench.attempt(execution), CALL))
                    .isEqualTo(Outcome.GENUINE);
            assertThat(bench.state(execution.job())).isEqualTo("in_progress");
            assertThat(bench.count("select count(*) from attempt")).isEqualTo(1);
        }

        @Test
        void when_it_is_genuine_then_a_render_is_looked_at_now_and_not_ended_by_it() {
            var execution = bench.inProgress();
            var attempt = Bench.attempt(execution);
            bench.upstream.onCall = new Heard.Genuine(List.of(Upstream.task(attempt)));
            makeLate();
            assertThat(bench.hearing.hear(attempt, CALL)).isEqualTo(Outcome.GENUINE);
            assertThat(due()).isEqualTo(1);
            assertThat(bench.state(execution.job())).isEqualTo("in_progress");
        }

        @Test
        void when_it_is_forged_then_nothing_changes_and_nothing_is_looked_at() {
            var lost = lost();
            var running = bench.inProgress();
            bench.upstream.onCall = new Heard.Forged("by somebody else");
            makeLate();
            assertThat(bench.hearing.hear(Bench.attempt(lost), CALL)).isEqualTo(Outcome.FORGED);
            assertThat(bench.hearing.hear(Bench.attempt(running), CALL)).isEqualTo(Outcome.FORGED);
            assertThat(due()).isZero();
            assertThat(bench.state(lost.job())).isEqualTo("unknown");
        }

        @Test
        void when_it_tells_of_another_task_or_of_none_then_it_is_refused() {
            var lost = lost();
            var running = bench.inProgress();
            makeLate();
            bench.upstream.onCall = new Heard.Genuine(List.of());
            assertThat(bench.hearing.hear(Bench.attempt(lost), CALL)).isEqualTo(Outcome.FORGED);
            bench.upstream.onCall = new Heard.Genuine(List.of(new ProviderTask("another's")));
            assertThat(bench.hearing.hear(Bench.attempt(running), CALL)).isEqualTo(Outcome.FORGED);
            assertThat(due()).isZero();
            assertThat(bench.state(lost.job())).isEqualTo("unknown");
        }

        @Test
        void when_it_comes_before_the_answer_of_the_submit_then_it_is_to_come_again() {
            var execution = bench.intended();
            bench.upstream.onCall = new Heard.Genuine(List.of(new ProviderTask("theirs")));
            assertThat(bench.hearing.hear(Bench.attempt(execution), CALL)).isEqualTo(Outcome.EARLY);
            assertThat(bench.state(execution.job())).isEqualTo("submitting");
        }

        @Test
        void when_nobody_can_tell_or_nobody_has_the_attempt_then_nothing_changes() {
            var execution = lost();
            assertThat(bench.hearing.hear(Bench.attempt(execution), CALL))
                    .isEqualTo(Outcome.UNPROVEN);
            assertThat(bench.state(execution.job())).isEqualTo("unknown");
            assertThat(bench.hearing.hear(UUID.randomUUID(), CALL)).isEqualTo(Outcome.UNPROVEN);
        }
    }

    @Nested
    class GivenAJobThatHasEnded {
        @Test
        void when_its_provider_calls_back_late_then_nothing_changes() {
            var execution = bench.inProgress();
            bench.passDeadline(execution.job());
            bench.sweep.sweepDeadlines();
            await().until(() -> bench.state(execution.job()).equals("expired"));

            hear(new ProvidersRang(List.of(Bench.attempt(execution))));

            assertThat(bench.state(execution.job())).isEqualTo("expired");
            assertThat(due()).isZero();
        }
    }

    @Test
    void when_no_public_address_is_configured_then_providers_get_none() {
        var callbacks = new Callbacks(Optional::empty, new MasterKey("A".repeat(43) + "="));
        var prepare =
                new PrepareAttempt(
                        new Routes(
                                new CatalogueLoader().load(Path.of("src/test/resources/catalogue")),
                                new CatalogueOrder()),
                        callbacks);
        var spec = Bench.spec(TenantId.next());
        var route = new Route(0, ProviderQueue.of("upstream"), "m");
        assertThat(prepare.attempt(UUID.randomUUID(), spec, 0, route).callback()).isNull();
    }
}
