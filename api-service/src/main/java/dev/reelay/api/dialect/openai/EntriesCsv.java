package dev.reelay.api.dialect.openai;

import dev.reelay.api.credit.Entry;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All entries as lines of comma-separated values, read as they are written. No value needs quotes.
final class EntriesCsv implements StreamingOutput {
    static final String MEDIA_TYPE = "text/csv";
    static final MediaType TYPE = MediaType.valueOf(MEDIA_TYPE);

    private static final String HEADER = "id,created_at,kind,amount,from,to,available,video\r\n";

    private final Function<@Nullable Entry, List<Entry>> next;
    private final List<Entry> first;

    private EntriesCsv(Function<@Nullable Entry, List<Entry>> next, List<Entry> first) {
        this.next = next;
        this.first = first;
    }

    /// Reads the first of them, so that what is refused is told before the answer begins.
    ///
    /// @param next those that come after one, or the first of all; none at the end
    static EntriesCsv begin(Function<@Nullable Entry, List<Entry>> next) {
        return new EntriesCsv(next, next.apply(null));
    }

    @Override
    public void write(OutputStream out) throws IOException {
        out.write(HEADER.getBytes(StandardCharsets.UTF_8));
        var entries = first;
        while (!entries.isEmpty()) {
            var lines = entries.stream().map(EntriesCsv::line).collect(Collectors.joining());
            out.write(lines.getBytes(StandardCharsets.UTF_8));
            entries = next.apply(entries.getLast());
        }
    }

    private static String line(Entry entry) {
        var shown = OpenAiEntry.of(entry);
        return String.join(
                        ",",
                        shown.id(),
                        shown.createdAt(),
                        shown.kind(),
                        shown.amount(),
                        shown.from(),
                        shown.to(),
                        shown.available(),
                        Objects.requireNonNullElse(shown.video(), ""))
                + "\r\n";
    }
}
