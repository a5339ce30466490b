package dev.reelay.api.operator;

import dev.reelay.api.credit.Entry;
import org.jspecify.annotations.Nullable;

/// An entry as operators see it.
///
/// @param amount a decimal string, as is `available`
/// @param from the book that the amount left
/// @param to the book that it entered
/// @param available what was available after it
/// @param createdAt ISO 8601, UTC
public record EntryView(
        String id,
        String kind,
        String amount,
        String from,
        String to,
        String available,
        @Nullable String job,
        String createdAt) {
    static EntryView of(Entry entry) {
        var job = entry.job();
        return new EntryView(
                entry.id(),
                entry.kind(),
                entry.amount().toString(),
                entry.debit(),
                entry.credit(),
                entry.available().toString(),
                job == null ? null : job.toString(),
                entry.createdAt().toString());
    }
}
