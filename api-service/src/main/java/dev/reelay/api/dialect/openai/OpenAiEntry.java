package dev.reelay.api.dialect.openai;

import dev.reelay.api.credit.Entry;
import dev.reelay.api.dialect.IsoMillis;
import dev.reelay.api.job.VideoId;
import org.jspecify.annotations.Nullable;

/// An entry of the ledger as its tenant sees it. Amounts are decimal strings.
///
/// @param from the book that the amount left
/// @param to the book that it entered
/// @param available what was available after it
/// @param video null where it is about none
record OpenAiEntry(
        String id,
        String object,
        String kind,
        String amount,
        String from,
        String to,
        String available,
        @Nullable String video,
        String createdAt) {
    static OpenAiEntry of(Entry entry) {
        var job = entry.job();
        return new OpenAiEntry(
                entry.id(),
                "credit_entry",
                entry.kind(),
                entry.amount().toString(),
                entry.debit(),
                entry.credit(),
                entry.available().toString(),
                job == null ? null : VideoId.text(job),
                IsoMillis.text(entry.createdAt()));
    }
}
