package dev.reelay.api.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.credit.Books;
import dev.reelay.api.credit.Entry;
import dev.reelay.api.credit.EntryQuery;
import dev.reelay.api.credit.TimeSpan;
import dev.reelay.api.key.KeyMode;
import dev.reelay.api.webhook.Webhooks;
import dev.reelay.api.worker.Worker.Question;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes what there is of a tenant as a ZIP of files with a JSON object in each line. A page of
/// them is in memory at a time. What changes meanwhile is in it or not.
@Singleton
final class WriteExport {
    private static final int PAGE = 200;
    private static final int PAGE_OF_ENDPOINTS = 100;
    private static final EntryQuery ALL_ENTRIES =
            new EntryQuery(null, PAGE, new TimeSpan(null, null), List.of());

    private final PostgresRecords records;
    private final Books books;
    private final Webhooks webhooks;

    WriteExport(PostgresRecords records, Books books, Webhooks webhooks) {
        this.records = records;
        this.books = books;
        this.webhooks = webhooks;
    }

    /// Throws {@link dev.reelay.api.error.GatewayException} where billing or the worker is away.
    ///
    /// @param afterPage run after each page
    void write(TenantId tenant, Path file, Runnable afterPage) throws IOException {
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (var kind : Records.values()) {
                zip.putNextEntry(new ZipEntry(lines(kind.name())));
                write(tenant, kind, zip, afterPage);
            }
            for (var mode : KeyMode.values()) {
                zip.putNextEntry(new ZipEntry(lines("ledger_" + mode.name())));
                writeEntries(tenant, mode, zip, afterPage);
            }
            zip.putNextEntry(new ZipEntry(lines("webhook_endpoints")));
            writeEndpoints(tenant, zip, afterPage);
        }
    }

    private static String lines(String name) {
        return name.toLowerCase(Locale.ROOT) + ".ndjson";
    }

    private void write(TenantId tenant, Records kind, ZipOutputStream zip, Runnable afterPage)
            throws IOException {
        UUID after = null;
        do {
            var page = records.page(tenant, kind, after, PAGE);
            for (var line : page) {
                write(zip, line.json());
            }
            after = page.size() < PAGE ? null : page.getLast().id();
            afterPage.run();
        } while (after != null);
    }

    /// As tenants see an entry.
    ///
    /// @param from the book that the amount left
    /// @param to the book that it entered
    /// @param availableMicros what was available after it
    private record EntryLine(
            String id,
            String kind,
            long amountMicros,
            String from,
            String to,
            long availableMicros,
            @Nullable String job,
            String createdAt) {
        static EntryLine of(Entry entry) {
            var job = entry.job();
            return new EntryLine(
                    entry.id(),
                    entry.kind(),
                    entry.amount().micros(),
                    entry.debit(),
                    entry.credit(),
                    entry.available().micros(),
                    job == null ? null : job.toString(),
                    entry.createdAt().toString());
        }
    }

    private void writeEntries(
            TenantId tenant, KeyMode mode, ZipOutputStream zip, Runnable afterPage)
            throws IOException {
        var page = books.next(tenant, mode, ALL_ENTRIES, null);
        while (!page.isEmpty()) {
            for (var entry : page) {
                write(zip, EventJson.write(EntryLine.of(entry)));
            }
            afterPage.run();
            page = books.next(tenant, mode, ALL_ENTRIES, page.getLast());
        }
    }

    private void writeEndpoints(TenantId tenant, ZipOutputStream zip, Runnable afterPage)
            throws IOException {
        JsonNode page;
        var after = "";
        do {
            var asked = "/endpoints?limit=" + PAGE_OF_ENDPOINTS + after;
            page = webhooks.ask(tenant, Question.get(asked, "tenant")).body();
            for (var endpoint : page.path("data")) {
                write(zip, EventJson.write(endpoint));
            }
            after = "&after=" + page.path("last_id").asText();
            afterPage.run();
        } while (page.path("has_more").asBoolean());
    }

    private static void write(ZipOutputStream zip, String line) throws IOException {
        zip.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
