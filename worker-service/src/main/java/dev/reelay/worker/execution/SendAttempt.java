package dev.reelay.worker.execution;

import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.VideoProvider;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Sends one attempt once. Whatever is not a clear answer within the limit is `Unknown`.
@Singleton
class SendAttempt {
    private static final Logger LOG = Logger.getLogger(SendAttempt.class);

    private final ExecutionConfig config;
    private final Spans spans;

    SendAttempt(ExecutionConfig config, Spans spans) {
        this.config = config;
        this.spans = spans;
    }

    SubmitAnswer send(VideoProvider provider, SubmitAttempt attempt) {
        try (var _ = spans.open("submit", provider.name(), () -> attempt.spec().traceparent())) {
            return within(provider, attempt);
        }
    }

    private SubmitAnswer within(VideoProvider provider, SubmitAttempt attempt) {
        var answer = new FutureTask<>(() -> provider.submit(attempt));
        var sender = Thread.ofVirtual().name("submit-" + attempt.id()).start(answer);
        try {
            return answer.get(config.submitLimit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Unknown("no answer within " + config.submitLimit());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unknown("the worker left while it waited");
        } catch (ExecutionException e) {
            LOG.errorf(e.getCause(), "An adapter threw; provider=%s", provider.name());
            return new Unknown("the adapter failed");
        } finally {
            sender.interrupt();
        }
    }
}
