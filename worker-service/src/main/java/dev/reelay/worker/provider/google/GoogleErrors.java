package dev.reelay.worker.provider.google;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.Fault;
import dev.reelay.worker.provider.api.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Google's envelope of errors, which some of its endpoints wrap in a list. The same status stands
/// for several faults, so that words decide too.
final class GoogleErrors {
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY = 429;
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,5})(?:\\.[0-9]+)?s");

    private static final List<String> CONTENT =
            List.of(
                    "usage guidelines",
                    "responsible ai",
                    "sensitive words",
                    "safety",
                    "policy",
                    "blocked",
                    "prohibited");
    private static final List<String> MONEY = List.of("billing", "spend", "plan");

    private GoogleErrors() {}

    static SubmitAnswer refusal(ApiAnswer answer) {
        var error = error(answer);
        var words = error.path("message").asText();
        return switch (answer.status()) {
            case BAD_REQUEST -> badRequest(answer, error, words);
            case TOO_MANY ->
                    has(words, MONEY)
                            ? Refusals.account(answer)
                            : Refusals.busy(answer, retryDelay(error));
            default -> Refusals.byStatus(answer);
        };
    }

    private static JsonNode error(ApiAnswer answer) {
        var body = answer.body();
        return (body.isArray() ? body.path(0) : body).path("error");
    }

    /// A key that is not known is answered with 400, and so is a project that is not ready yet.
    private static SubmitAnswer badRequest(ApiAnswer answer, JsonNode error, String words) {
        if (details(error, "reason").filter("API_KEY_INVALID"::equals).isPresent()) {
            return Refusals.account(answer);
        }
        if (error.path("status").asText().equals("FAILED_PRECONDITION")) {
            return words.contains("being provisioned")
                    ? Refusals.busy(answer)
                    : Refusals.account(answer);
        }
        return has(words, CONTENT) ? Refusals.contentPolicy(answer) : Refusals.invalid(answer);
    }

    private static Optional<Duration> retryDelay(JsonNode error) {
        return details(error, "retryDelay")
                .map(SECONDS::matcher)
                .filter(delay -> delay.matches())
                .map(delay -> Duration.ofSeconds(Long.parseLong(delay.group(1))));
    }

    private static Optional<String> details(JsonNode error, String member) {
        for (var detail : error.path("details")) {
            if (detail.path(member).isTextual()) {
                return Optional.of(detail.path(member).asText());
            }
        }
        return Optional.empty();
    }

    /// Whose fault it was that a task failed.
    static Fault of(String words) {
        return has(words, CONTENT) ? Fault.CONTENT : Fault.UPSTREAM;
    }

    private static boolean has(String words, List<String> any) {
        var low = words.toLowerCase(Locale.ROOT);
        return any.stream().anyMatch(low::contains);
    }
}
