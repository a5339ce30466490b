package dev.reelay.worker.provider.minimax;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.PollAnswer;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// MiniMax's first API. Every answer has status 200; `base_resp.status_code` says what it is. The
/// file is asked for by its id, for a link that lives an hour.
final class HailuoApi implements ProviderApi {
    static final FaultCodes FAULTS =
            new FaultCodes()
                    .with(Fault.BUSY, "1002", "1039", "1041", "2045")
                    .with(Fault.INPUT, "2013", "1042")
                    .with(Fault.CONTENT, "1026", "1027")
                    .with(Fault.ACCOUNT, "1004", "2049", "1008", "2056", "2061")
                    .with(Fault.UPSTREAM, "1000", "1001", "1013", "1024", "1033");

    private static final String FILE = "file:";
    private static final Set<String> RESOLUTIONS = Set.of("512p", "720p", "768p", "1080p");

    private final String key;

    HailuoApi(String key) {
        this.key = key;
    }

    /// The shorter side has more than 300 pixels.
    @Override
    public Optional<PictureLimits> pictures(SubmitAttempt attempt) {
        return Optional.of(PictureLimits.withWebp(20).least(301).ratio(2.5));
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        var spec = attempt.spec();
        if (spec.mode() != Mode.TEXT && spec.mode() != Mode.IMAGE && spec.mode() != Mode.FRAMES) {
            throw new UnsupportedException("this provider makes clips from text or from frames");
        }
        if (!RESOLUTIONS.contains(spec.resolution())) {
            throw new UnsupportedException("this provider makes 512p, 768p and 1080p");
        }
        var body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("model", attempt.model())
                        .put("prompt", spec.prompt());
        for (var input : inputs) {
            var last = input.role() == Role.LAST_FRAME;
            body.put(last ? "last_frame_image" : "first_frame_image", input.dataUrl());
        }
        if (!attempt.model().contains("-01")) { // the oldest models refuse both
            body.put("duration", attempt.seconds())
                    .put("resolution", spec.resolution().toUpperCase(Locale.ROOT));
        }
        if (attempt.callback() != null) {
            body.put("callback_url", attempt.callback().toString());
        }
        return ApiCall.post("/v1/video_generation", body).bearer(key);
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        return Set.of();
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return Submits.accepted(
                answer.text("/task_id").filter(_ -> answer.isSuccess() && code(answer).equals("0")),
                () -> FAULTS.refusal(code(answer), answer));
    }

    private static String code(ApiAnswer answer) {
        return answer.text("/base_resp/status_code").orElse("");
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        return ApiCall.get("/v1/query/video_generation?task_id=" + task.id()).bearer(key);
    }

    /// The state decides where there is one. Without it the answer is about the poll, not the task.
    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        var word = answer.text("/status").orElse("").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "preparing", "queueing" -> new Working(0);
            case "processing" -> new Working(-1);
            case "success" -> Polls.done(answer.text("/file_id").map(FILE::concat));
            case "fail", "failed" -> failed(answer);
            default -> new NoAnswer("state '%s', code %s".formatted(word, code(answer)));
        };
    }

    private static PollAnswer failed(ApiAnswer answer) {
        var words = answer.text("/base_resp/status_msg").orElse("");
        return FAULTS.verdict(code(answer), code(answer).equals("0") ? "" : words);
    }

    @Override
    public Optional<ApiCall> locate(ProviderFile file) {
        return file.location().startsWith(FILE)
                ? Optional.of(
                        ApiCall.get(
                                        "/v1/files/retrieve?file_id="
                                                + file.location().substring(FILE.length()))
                                .bearer(key))
                : Optional.empty();
    }

    @Override
    public Optional<ProviderFile> located(ProviderFile file, ApiAnswer answer) {
        return answer.text("/file/download_url").map(ProviderFile::new);
    }
}
