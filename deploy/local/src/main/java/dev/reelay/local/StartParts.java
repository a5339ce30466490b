package dev.reelay.local;

import dev.reelay.parts.Part;
import dev.reelay.parts.PartFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Starts what does not run: the servers side by side, then the services. Kafka may still be
/// starting while the services do; they need it only to pass jobs on.
final class StartParts {
    private final Installation installation;
    private final Progress progress;

    StartParts(Installation installation, Progress progress) {
        this.installation = installation;
        this.progress = progress;
    }

    /// The parts that were started, none where all ran. What was started stays when another part
    /// fails, so that its log can be read and a second `up` goes on from there.
    List<Part> start() {
        var missing = installation.parts().filter(part -> !part.isRunning()).toList();
        PortPlan.refuseTaken(missing);
        installation.keepPorts();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var servers = new ArrayList<Future<?>>();
            for (var part : installation.servers()) {
                servers.add(threads.submit(() -> start(part, missing)));
            }
            await(servers);
            var services = new ArrayList<Future<?>>();
            for (var part : installation.services()) {
                services.add(threads.submit(() -> start(part, missing)));
            }
            await(services);
        }
        return missing;
    }

    private void start(Part part, List<Part> missing) {
        var begun = System.nanoTime();
        var outdated = part instanceof Service service && service.isOutdated();
        startAgainIfItLeaves(part);
        if (missing.contains(part) || outdated) {
            progress.started(part, (System.nanoTime() - begun) / 1e9);
        }
    }

    /// A part that ran already may have been told to leave a moment ago.
    private static void startAgainIfItLeaves(Part part) {
        var ran = part.isRunning();
        try {
            part.start();
        } catch (PartFailedException e) {
            if (!ran || part.isRunning()) {
                throw e;
            }
            part.start();
        }
    }

    private static void await(List<Future<?>> starts) {
        for (var start : starts) {
            try {
                start.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new CompletionException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
    }
}
