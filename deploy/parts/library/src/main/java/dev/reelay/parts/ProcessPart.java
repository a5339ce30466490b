package dev.reelay.parts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/// A part that is one detached process.
public abstract class ProcessPart implements Part {
    protected final DetachedProcess process;
    protected final int port;
    protected final LogFile log;

    private final String name;
    private final Duration grace;

    /// @param folder where it works, and where its pid file is
    /// @param grace how long it may take to end when it is asked to
    protected ProcessPart(String name, int port, Path folder, Path logFile, Duration grace) {
        this.name = name;
        this.port = port;
        this.log = new LogFile(logFile.toAbsolutePath());
        this.grace = grace;
        this.process = new DetachedProcess(name, folder, log);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int port() {
        return port;
    }

    @Override
    public final Path logFile() {
        return log.path();
    }

    @Override
    public final OptionalLong pid() {
        return process.pid();
    }

    @Override
    public final void stop() {
        process.stop(grace);
    }
}
