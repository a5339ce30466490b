package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.event.EventId;
import dev.reelay.api.event.EventType;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which events of a tenant are asked for.
///
/// @param after null where the client names none
/// @param patience how long the answer may wait for the first of them
record OpenAiFeedQuery(
        @Nullable EventId after, int limit, Set<EventType> types, Duration patience) {
    private static final String USUAL = "20";
    private static final int MOST = 100;
    private static final int LONGEST_SECONDS = 60;
    private static final Pattern COUNT = Pattern.compile("\\d{1,3}");

    /// Throws where one of them cannot be read; null is what the query does not have.
    static OpenAiFeedQuery read(
            @Nullable String after,
            @Nullable String limit,
            @Nullable String types,
            @Nullable String wait) {
        return new OpenAiFeedQuery(
                after == null ? null : AnswerStream.event("after", after),
                count("limit", limit == null ? USUAL : limit, 1, MOST),
                types == null ? EnumSet.allOf(EventType.class) : types(types),
                Duration.ofSeconds(count("wait", wait == null ? "0" : wait, 0, LONGEST_SECONDS)));
    }

    private static int count(String name, String text, int least, int most) {
        var count = COUNT.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (count < least || count > most) {
            throw invalid(name, "must be %d to %d".formatted(least, most));
        }
        return count;
    }

    private static Set<EventType> types(String words) {
        return Arrays.stream(words.split(",", -1))
                .map(word -> EventType.named(word.strip()).orElseThrow(OpenAiFeedQuery::unknown))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(EventType.class)));
    }

    private static RuntimeException unknown() {
        var known =
                Arrays.stream(EventType.values())
                        .map(EventType::word)
                        .collect(Collectors.joining(", "));
        return invalid("types", "must be a list by comma of " + known);
    }
}
