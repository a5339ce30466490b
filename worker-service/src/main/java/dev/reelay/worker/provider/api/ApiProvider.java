package dev.reelay.worker.provider.api;

import static dev.reelay.worker.provider.api.UpstreamCalls.left;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.ProviderCall;
import dev.reelay.worker.egress.Egress;
import dev.reelay.worker.egress.EgressAnswer;
import dev.reelay.worker.egress.EgressAnswer.Answered;
import dev.reelay.worker.egress.EgressAnswer.Nothing;
import dev.reelay.worker.provider.AccountCheck;
import dev.reelay.worker.provider.FindAnswer;
import dev.reelay.worker.provider.Heard;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.NotSent;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.VideoProvider;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Calls an upstream by its {@link ProviderApi}. After the first byte of a submit, whatever is no
/// answer leaves it unknown.
public final class ApiProvider implements VideoProvider {
    private static final Logger LOG = Logger.getLogger(ApiProvider.class);

    /// Somebody waits for the answer to a callback.
    private static final Duration KEYS_LIMIT = Duration.ofSeconds(3);

    private final String name;
    private final ProviderApi api;
    private final UpstreamCalls calls;
    private final ReadInputs inputs;
    private final ApiConfig config;
    private final Optional<CheckCallbacks> callbacks;

    ApiProvider(
            String name,
            URI base,
            ProviderApi api,
            Egress egress,
            ReadInputs inputs,
            ApiConfig config) {
        this.name = name;
        this.api = api;
        calls = new UpstreamCalls(base, api, egress, config);
        this.inputs = inputs;
        this.config = config;
        callbacks =
                api.callbacks()
                        .map(
                                proof ->
                                        new CheckCallbacks(
                                                proof,
                                                keys -> calls.call(keys, KEYS_LIMIT),
                                                InstantSource.system()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean failuresAreFree() {
        return api.failuresAreFree();
    }

    @Override
    public SubmitAnswer submit(SubmitAttempt attempt) {
        final List<InputFile> files;
        try {
            files = inputs.read(attempt.spec(), api.pictures(attempt));
        } catch (UnsupportedException e) {
            return refused(e);
        } catch (IOException e) {
            return new NotSent("an input cannot be read from the store", null);
        }
        return submit(attempt, files);
    }

    /// Uploads and the submit share one limit, of which the submit has half.
    private SubmitAnswer submit(SubmitAttempt attempt, List<InputFile> files) {
        var end = System.nanoTime() + config.callLimit().toNanos();
        var half = end - config.callLimit().dividedBy(2).toNanos();
        final ApiCall call;
        try {
            var uploads = new UploadInputs(api, upload -> calls.call(upload, left(half)));
            call = api.submit(attempt, uploads.bring(attempt, files));
        } catch (UnsupportedException e) {
            return refused(e);
        } catch (NotUploadedException e) {
            return e.answer();
        }
        return switch (calls.call(call, left(end))) {
            case Answered answered -> warned(attempt, ApiAnswer.of(answered));
            case EgressAnswer.NoAnswer(var why) -> new Unknown(why);
            case EgressAnswer.NotSent(var why) -> new NotSent(why, null);
            case EgressAnswer.NotAllowed(var why) -> new NotSent(why, null);
        };
    }

    private static SubmitAnswer refused(UnsupportedException e) {
        return new Refused(new Failure(Reason.INVALID_INPUT, e.why()));
    }

    private SubmitAnswer warned(SubmitAttempt attempt, ApiAnswer answer) {
        var said = api.submitted(attempt, answer);
        return said instanceof Accepted(var task, _)
                ? new Accepted(
                        task, Hint.ignored(attempt.spec(), api.takes(attempt), "the provider"))
                : said;
    }

    @Override
    public PollAnswer poll(ProviderTask task) {
        return looked(
                api.poll(task),
                state ->
                        api.result(task, state)
                                .map(call -> result(task, call))
                                .orElseGet(() -> api.polled(task, state)),
                PollAnswer.NoAnswer::new);
    }

    @Override
    public int pollsTogether() {
        return api.pollsTogether();
    }

    /// Where the upstream has a word about itself for all, it is told of each. Where it has none
    /// about any of them, each is asked after alone: one that it cannot read must not hide others.
    @Override
    public Map<ProviderTask, PollAnswer> poll(Collection<ProviderTask> tasks) {
        if (tasks.size() < 2 || api.pollsTogether() < 2) {
            return VideoProvider.super.poll(tasks);
        }
        return switch (calls.call(api.poll(List.copyOf(tasks)))) {
            case Answered answered -> among(tasks, ApiAnswer.of(answered));
            case Nothing nothing -> each(tasks, _ -> new PollAnswer.NoAnswer(nothing.why()));
        };
    }

    private Map<ProviderTask, PollAnswer> among(Collection<ProviderTask> tasks, ApiAnswer answer) {
        if (api.saysNothing(answer)) {
            return each(tasks, _ -> new PollAnswer.NoAnswer(answer.toString()));
        }
        var said = each(tasks, task -> api.polledAmong(task, answer));
        return said.values().stream().allMatch(PollAnswer.NoAnswer.class::isInstance)
                ? VideoProvider.super.poll(tasks)
                : said;
    }

    private static Map<ProviderTask, PollAnswer> each(
            Collection<ProviderTask> tasks, Function<ProviderTask, PollAnswer> answer) {
        return tasks.stream().distinct().collect(Collectors.toMap(Function.identity(), answer));
    }

    private PollAnswer result(ProviderTask task, ApiCall call) {
        return looked(call, answer -> api.resulted(task, answer), PollAnswer.NoAnswer::new);
    }

    @Override
    public FindAnswer find(SubmitAttempt attempt) {
        return api.find(attempt)
                .map(
                        call ->
                                looked(
                                        call,
                                        answer -> found(attempt, answer),
                                        FindAnswer.NoAnswer::new))
                .orElseGet(
                        () ->
                                api.tellsLater(attempt)
                                        ? new FindAnswer.NoAnswer("its callback will tell")
                                        : new FindAnswer.NotThere());
    }

    private FindAnswer found(SubmitAttempt attempt, ApiAnswer answer) {
        var candidates = api.candidates(attempt, answer);
        if (candidates.isEmpty()) {
            return api.found(attempt, answer);
        }
        FindAnswer found = new FindAnswer.NotThere();
        for (var call : candidates) {
            var look = looked(call, one -> api.found(attempt, one), FindAnswer.NoAnswer::new);
            switch (look) {
                case FindAnswer.Found _ -> {
                    return look;
                }
                case FindAnswer.NoAnswer _ -> found = look;
                case FindAnswer.NotThere _ -> {}
            }
        }
        return found;
    }

    /// What a look at a task says.
    ///
    /// @param unsaid makes of a reason that it says nothing
    private <T> T looked(ApiCall call, Function<ApiAnswer, T> said, Function<String, T> unsaid) {
        return switch (calls.call(call)) {
            case Answered answered -> {
                var answer = ApiAnswer.of(answered);
                yield api.saysNothing(answer)
                        ? unsaid.apply(answer.toString())
                        : said.apply(answer);
            }
            case Nothing nothing -> unsaid.apply(nothing.why());
        };
    }

    @Override
    public Heard hear(SubmitAttempt attempt, ProviderCall call) {
        return callbacks.map(known -> known.check(attempt, call)).orElseGet(Heard.Unproven::new);
    }

    @Override
    public void cancel(ProviderTask task) {
        api.cancel(task).ifPresent(call -> stopped(calls.call(call)));
    }

    private void stopped(EgressAnswer answer) {
        LOG.debugf("A provider was asked to stop; provider=%s answer=%s", name, answer);
    }

    @Override
    public ProviderFile.Content open(ProviderFile file) throws IOException {
        var download = calls.open(api.fetch(located(file)));
        return new ProviderFile.Content(download, download.length());
    }

    private ProviderFile located(ProviderFile file) throws IOException {
        var call = api.locate(file);
        if (call.isEmpty()) {
            return file;
        }
        if (calls.call(call.get()) instanceof Answered answered && answered.status() < 300) {
            return api.located(file, ApiAnswer.of(answered))
                    .orElseThrow(() -> new IOException("the provider names no file"));
        }
        throw new IOException("the provider does not say where the file is");
    }

    @Override
    public AccountCheck check() {
        var call = api.check();
        if (call.isEmpty()) {
            return VideoProvider.super.check();
        }
        return switch (calls.call(call.get())) {
            case Answered answered -> api.checked(ApiAnswer.of(answered));
            case EgressAnswer.NoAnswer(var why) -> new AccountCheck.NotKnown(why);
            case EgressAnswer.NotSent(var why) -> new AccountCheck.Refused(why);
            case EgressAnswer.NotAllowed(var why) -> new AccountCheck.Refused(why);
        };
    }
}
