package dev.reelay.worker.provider.kling;

import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.Fault;
import dev.reelay.worker.provider.api.FaultCodes;
import java.util.Locale;

/// The envelope that both standards share. Its `code` decides, never the status alone: six
/// different reactions come with status 429.
final class KlingCodes {
    private static final FaultCodes FAULTS =
            new FaultCodes()
                    .with(Fault.ACCOUNT, "1000", "1001", "1002", "1003", "1004")
                    .with(Fault.ACCOUNT, "1100", "1101", "1102", "1103", "1202", "1203", "1304")
                    .with(Fault.INPUT, "1200", "1201")
                    .with(Fault.CONTENT, "1300", "1301")
                    .with(Fault.BUSY, "1302", "1303", "5001")
                    .with(Fault.UPSTREAM, "5000", "5002");

    private KlingCodes() {}

    static boolean isSuccess(ApiAnswer answer) {
        return answer.isSuccess() && code(answer).equals("0");
    }

    private static String code(ApiAnswer answer) {
        return answer.text("/code").orElse("");
    }

    static SubmitAnswer refusal(ApiAnswer answer) {
        return FAULTS.refusal(code(answer), answer);
    }

    /// A failed task has no code, only words.
    static PollAnswer failed(String words) {
        var low = words.toLowerCase(Locale.ROOT);
        if (low.contains("risk control")) {
            return Fault.CONTENT.verdict(words);
        }
        return low.contains("input image") && low.contains("invalid")
                ? Fault.INPUT.verdict(words)
                : Fault.UPSTREAM.verdict(words);
    }
}
