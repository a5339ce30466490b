package dev.reelay.worker.provider.replicate;

import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.Fault;
import dev.reelay.worker.provider.api.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whose fault it is where a prediction is refused or fails. There are hardly any codes, so that
/// words decide.
final class ReplicateFaults {
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY = 429;
    private static final Pattern RESETS = Pattern.compile("resets in ~?([0-9]{1,4})s");

    private static final List<String> INFRASTRUCTURE = List.of("e004", "e6716", "e8765");
    private static final List<String> CONTENT =
            List.of("e005", "nsfw", "sensitive", "flagged", "content policy", "safety");

    private ReplicateFaults() {}

    static SubmitAnswer refusal(ApiAnswer answer) {
        var words = answer.text("/detail").orElse("");
        return switch (answer.status()) {
            case 400, UNPROCESSABLE -> unprocessable(answer, words);
            case TOO_MANY -> Refusals.busy(answer, resets(words));
            default -> Refusals.byStatus(answer);
        };
    }

    private static SubmitAnswer unprocessable(ApiAnswer answer, String words) {
        if (words.contains("version does not exist")) {
            return Refusals.account(answer);
        }
        return isContent(words) ? Refusals.contentPolicy(answer) : Refusals.invalid(answer);
    }

    private static Optional<Duration> resets(String words) {
        var found = RESETS.matcher(words);
        return found.find()
                ? Optional.of(Duration.ofSeconds(Long.parseLong(found.group(1))))
                : Optional.empty();
    }

    /// Whose fault it was that a prediction failed.
    ///
    /// @param words its `error`
    static Fault of(String words) {
        return isContent(words) ? Fault.CONTENT : Fault.UPSTREAM;
    }

    private static boolean isContent(String words) {
        var low = words.toLowerCase(Locale.ROOT);
        return INFRASTRUCTURE.stream().noneMatch(low::contains)
                && (CONTENT.stream().anyMatch(low::contains)
                        || low.contains("violat") && low.contains("polic"));
    }
}
