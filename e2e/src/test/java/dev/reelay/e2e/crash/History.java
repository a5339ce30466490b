package dev.reelay.e2e.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What the clients and the faults did, as it happened. It is kept in a file, a line of JSON each,
/// so that a long run does not fill the heap.
final class History implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// How an operation stands: asked, answered as hoped, refused for good, or nobody can say.
    enum Type {
        INVOKE,
        OK,
        FAIL,
        UNKNOWN,
        /// Something that happened to the system, not an operation of a client.
        FAULT
    }

    /// @param subject the submission's key in this run, or the part of the system
    /// @param job as the client spells it
    /// @param detail the answer's body, the state seen, the kind of fault
    record Line(
            Instant at,
            Type type,
            String operation,
            String subject,
            @Nullable String job,
            String detail) {
        /// The job's id. Throws where the line names no job.
        UUID jobId() {
            return Evidence.job(Objects.requireNonNull(job, subject));
        }
    }

    private final Path path;
    private final BufferedWriter file;
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

    History(Path to) {
        path = to;
        try {
            file = Files.newBufferedWriter(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(Type type, String operation, String subject, @Nullable String job, String detail) {
        var line = new Line(Instant.now(), type, operation, subject, job, detail);
        counts.computeIfAbsent(type + operation, _ -> new AtomicLong()).incrementAndGet();
        write(line);
    }

    void fault(String kind, String part) {
        add(Type.FAULT, kind, part, null, "");
    }

    private synchronized void write(Line line) {
        var members = new LinkedHashMap<String, @Nullable String>();
        members.put("at", line.at().toString());
        members.put("type", line.type().name().toLowerCase(Locale.ROOT));
        members.put("operation", line.operation());
        members.put("subject", line.subject());
        members.put("job", line.job());
        members.put("detail", line.detail());
        try {
            file.write(JSON.writeValueAsString(members));
            file.newLine();
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All of it, read anew.
    synchronized List<Line> lines() {
        try (var all = Files.lines(path)) {
            return all.map(History::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line read(String text) {
        var members = Json.of(text);
        var job = members.path("job");
        return new Line(
                Instant.parse(members.path("at").asText()),
                Type.valueOf(members.path("type").asText().toUpperCase(Locale.ROOT)),
                members.path("operation").asText(),
                members.path("subject").asText(),
                job.isTextual() ? job.asText() : null,
                members.path("detail").asText());
    }

    long count(Type type, String operation) {
        var count = counts.get(type + operation);
        return count == null ? 0 : count.get();
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
