package dev.reelay.worker.provider.jimeng;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.ApiCall;
import dev.reelay.worker.provider.api.Fault;
import dev.reelay.worker.provider.api.FaultCodes;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.PictureLimits;
import dev.reelay.worker.provider.api.Polls;
import dev.reelay.worker.provider.api.ProviderApi;
import dev.reelay.worker.provider.api.Submits;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Jimeng: one path for all, the operation in the query. A task is asked for with the model's key
/// of its submit, so its id here is both: `jimeng_t2v_v30/7392616336519610409`.
final class JimengApi implements ProviderApi {
    static final URI USUAL = URI.create("https://visual.volcengineapi.com");

    private static final String QUERY = "Action=%s&Version=2022-08-31";
    private static final int FRAMES_A_SECOND = 24;

    private static final FaultCodes FAULTS =
            new FaultCodes()
                    .with(Fault.BUSY, "50429", "50430")
                    .with(Fault.CONTENT, "50411", "50412", "50413", "50511", "50512")
                    .with(Fault.CONTENT, "50516", "50517", "50518", "50519")
                    .with(Fault.INPUT, "50200", "50201", "50202", "50203", "50204")
                    .with(Fault.INPUT, "50205", "50206", "50207")
                    .with(Fault.ACCOUNT, "50400", "30403", "30404", "SignatureDoesNotMatch")
                    .with(Fault.ACCOUNT, "InvalidAccessKey", "InvalidAuthorization")
                    .with(Fault.ACCOUNT, "InvalidTimestamp", "InvalidActionOrVersion")
                    .with(Fault.UPSTREAM, "50500", "50501", "50520", "50521", "50522");

    /// The service's own trouble, which says nothing about a task that is asked after.
    private static final Set<String> ASK_AGAIN = Set.of("50500", "50501");

    private final SignVolcengine sign;
    private final InstantSource clock;

    JimengApi(Account account, InstantSource clock) {
        sign = new SignVolcengine(account, account.base().orElse(USUAL));
        this.clock = clock;
    }

    private ApiCall call(String action, ObjectNode body) {
        var query = QUERY.formatted(action);
        var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return new ApiCall(
                "POST", "/?" + query, sign.headers(query, bytes, clock.instant()), bytes);
    }

    /// JPEG or PNG, each up to 4.7 MB.
    @Override
    public Optional<PictureLimits> pictures(SubmitAttempt attempt) {
        return Optional.of(PictureLimits.pngAndJpeg(4.7).sides(320, 4096).ratio(3));
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        var spec = attempt.spec();
        var model = model(attempt);
        var body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("req_key", model)
                        .put("prompt", spec.prompt())
                        .put("seed", spec.seed() == null ? -1 : spec.seed());
        if (inputs.isEmpty()) {
            body.put("aspect_ratio", spec.aspectRatio());
        } else {
            var pictures = body.putArray("binary_data_base64");
            inputs.forEach(input -> pictures.add(input.base64()));
        }
        if (!model.contains("_vgfm_")) {
            body.put("frames", attempt.seconds() * FRAMES_A_SECOND + 1);
        }
        return call("CVSync2AsyncSubmitTask", body);
    }

    /// `jimeng_v30` stands for a family of keys, one for each mode and tier.
    private static String model(SubmitAttempt attempt) {
        var spec = attempt.spec();
        if (spec.mode() != Mode.TEXT && spec.mode() != Mode.IMAGE && spec.mode() != Mode.FRAMES) {
            throw new UnsupportedException("this provider makes clips from text or from frames");
        }
        if (!attempt.model().equals("jimeng_v30")) {
            return attempt.model();
        }
        var full = spec.resolution().equals("1080p");
        return switch (spec.mode()) {
            case TEXT -> full ? "jimeng_t2v_v30_1080p" : "jimeng_t2v_v30";
            case IMAGE -> full ? "jimeng_i2v_first_v30_1080" : "jimeng_i2v_first_v30";
            default -> full ? "jimeng_i2v_first_tail_v30_1080" : "jimeng_i2v_first_tail_v30";
        };
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        return Set.of(Hint.SEED);
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return Submits.accepted(
                answer.text("/data/task_id")
                        .filter(_ -> code(answer).equals("10000"))
                        .map(id -> model(attempt) + "/" + id),
                () -> FAULTS.refusal(code(answer), answer));
    }

    /// Of the service, or of the gateway before it.
    private static String code(ApiAnswer answer) {
        return answer.text("/code")
                .or(() -> answer.text("/ResponseMetadata/Error/Code"))
                .orElse("");
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        var slash = task.id().indexOf('/');
        return call(
                "CVSync2AsyncGetResult",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("req_key", task.id().substring(0, slash))
                        .put("task_id", task.id().substring(slash + 1)));
    }

    /// The code comes first: a clip that was blocked reads done as well.
    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        var code = code(answer);
        if (!code.equals("10000")) {
            return FAULTS.find(code)
                    .filter(fault -> fault != Fault.ACCOUNT && fault != Fault.BUSY)
                    .filter(fault -> !ASK_AGAIN.contains(code))
                    .<PollAnswer>map(fault -> fault.verdict(answer.text("/message").orElse("")))
                    .orElseGet(() -> new NoAnswer("%s, code %s".formatted(answer, code)));
        }
        var word = answer.text("/data/status").orElse("");
        return switch (word) {
            case "in_queue" -> new Working(0);
            case "generating" -> new Working(-1);
            case "done" ->
                    answer.text("/data/video_url")
                            .<PollAnswer>map(url -> new Finished(new ProviderFile(url)))
                            .orElseGet(() -> Fault.UPSTREAM.verdict(""));
            case "expired" -> Fault.UPSTREAM.verdict("the provider did not make it in time");
            default -> Polls.strange(word);
        };
    }
}
