package dev.reelay.parts;

import java.nio.file.Path;
import java.util.List;

/// A part did not start. Says which one, why, and where its log is.
public final class PartFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int LAST_LINES = 15;

    private final String part;
    private final String why;
    private final transient Path logFile;
    private final transient List<String> lastLines;

    /// Takes the last lines of the log along.
    public PartFailedException(String part, String why, LogFile log) {
        super(part + " " + why);
        this.part = part;
        this.why = why;
        this.logFile = log.path();
        this.lastLines = log.tail(LAST_LINES);
    }

    /// The part's name.
    public String part() {
        return part;
    }

    /// What went wrong, to be read after the name.
    public String why() {
        return why;
    }

    /// The part's log.
    public Path logFile() {
        return logFile;
    }

    /// What the part said last.
    public List<String> lastLines() {
        return lastLines;
    }

    @Override
    public String getMessage() {
        return part + " " + why + "; see " + logFile + "\n" + String.join("\n", lastLines);
    }
}
