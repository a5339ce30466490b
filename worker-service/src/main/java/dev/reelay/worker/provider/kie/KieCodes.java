package dev.reelay.worker.provider.kie;

import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.NotSent;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.Fault;
import dev.reelay.worker.provider.api.FaultCodes;
import dev.reelay.worker.provider.api.Refusals;
import java.util.List;
import java.util.Locale;

/// kie's envelope. Its `code` decides; the status is 200 for most errors. Content has no code of
/// its own, only words.
final class KieCodes {
    private static final int FORBIDDEN = 403;

    private static final FaultCodes FAULTS =
            new FaultCodes()
                    .with(Fault.BUSY, "429", "455")
                    .with(Fault.INPUT, "400", "422", "451")
                    .with(Fault.ACCOUNT, "401", "402", "403", "404", "433", "505")
                    .with(Fault.UPSTREAM, "408", "500", "501");

    private static final List<String> CONTENT =
            List.of("content policy", "violat", "sensitive", "flagged", "unsafe");

    private KieCodes() {}

    static String code(ApiAnswer answer) {
        return answer.text("/code").orElse("");
    }

    static boolean isSuccess(ApiAnswer answer) {
        return answer.isSuccess() && code(answer).equals("200");
    }

    static boolean isAccount(ApiAnswer answer) {
        return FAULTS.find(code(answer)).filter(fault -> fault == Fault.ACCOUNT).isPresent();
    }

    static SubmitAnswer refusal(ApiAnswer answer) {
        var code = code(answer);
        if (code.isEmpty() && answer.status() == FORBIDDEN) {
            return new NotSent("the provider's filter took it for a robot", null);
        }
        var isInput = FAULTS.find(code).filter(fault -> fault == Fault.INPUT).isPresent();
        return isInput && isContent(words(answer))
                ? Refusals.contentPolicy(answer)
                : FAULTS.refusal(code, answer);
    }

    private static String words(ApiAnswer answer) {
        return answer.text("/msg").or(() -> answer.text("/message")).orElse("");
    }

    /// What a task that failed came to; its code says less than its words.
    static PollAnswer failed(String code, String words) {
        if (isContent(words)) {
            return Fault.CONTENT.verdict(words);
        }
        return code.equals("451") ? Fault.INPUT.verdict(words) : Fault.UPSTREAM.verdict(words);
    }

    private static boolean isContent(String words) {
        var low = words.toLowerCase(Locale.ROOT);
        return CONTENT.stream().anyMatch(low::contains);
    }
}
