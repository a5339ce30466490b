package dev.reelay.worker.provider.kling;

import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.Refusals;
import java.util.Locale;

/// The envelope that both standards share. Its `code` decides, never the status alone: six
/// different reactions come with status 429.
final class KlingCodes {
    private static final int NONE = -1;

    private KlingCodes() {}

    static boolean isSuccess(ApiAnswer answer) {
        return answer.isSuccess() && code(answer) == 0;
    }

    private static int code(ApiAnswer answer) {
        return answer.body().path("code").asInt(NONE);
    }

    static SubmitAnswer refusal(ApiAnswer answer) {
        return switch (code(answer)) {
            case 1000, 1001, 1002, 1003, 1004, 1100, 1101, 1102, 1103, 1202, 1203, 1304 ->
                    Refusals.account(answer);
            case 1200, 1201 -> Refusals.invalid(answer);
            case 1300, 1301 -> Refusals.contentPolicy(answer);
            case 1302, 1303, 5001 -> Refusals.busy(answer);
            case 5000, 5002 -> new Unknown("the submit was answered with " + answer);
            default -> Refusals.byStatus(answer);
        };
    }

    /// A failed task has no code, only words.
    static PollAnswer failed(String words) {
        var low = words.toLowerCase(Locale.ROOT);
        if (low.contains("risk control")) {
            return Refusals.gaveUp(Reason.CONTENT_POLICY, words);
        }
        return low.contains("input image") && low.contains("invalid")
                ? Refusals.gaveUp(Reason.INVALID_INPUT, words)
                : Refusals.gaveUp(Reason.PROVIDER_ERROR, words);
    }
}
