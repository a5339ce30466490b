package dev.reelay.api.report;

import dev.reelay.common.event.EventJson;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads the messages of a batch; what is none is logged without its content and skipped.
final class ReadMessages {
    private static final Logger LOG = Logger.getLogger(ReadMessages.class);

    private ReadMessages() {}

    /// @param isWhole whether nothing that must be there is missing; a member that is missing is
    ///   null whatever its record says
    static <T> List<T> read(List<@Nullable String> records, Class<T> type, Predicate<T> isWhole) {
        return records.stream()
                .filter(Objects::nonNull)
                .flatMap(record -> read(record, type).stream())
                .filter(isWhole)
                .toList();
    }

    private static <T> Optional<T> read(String record, Class<T> type) {
        try {
            return Optional.of(EventJson.read(record, type));
        } catch (IllegalArgumentException | NullPointerException e) {
            LOG.warnf("a record was skipped type=%s cause=%s", type.getSimpleName(), e);
            return Optional.empty();
        }
    }
}
