package dev.reelay.worker.execution;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Short traces of their own, linked to the submission's: a job takes minutes and may change
/// workers, and one long trace would die with the first.
@Singleton
class Spans {
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    private final Tracer tracer;

    Spans(Tracer tracer) {
        this.tracer = tracer;
    }

    /// A span that ends when it is closed.
    interface Open extends AutoCloseable {
        @Override
        void close();
    }

    /// Opens a span.
    ///
    /// @param traceparent of the submission; asked for only where spans are recorded
    Open open(String step, String provider, Supplier<@Nullable String> traceparent) {
        var span =
                tracer.spanBuilder(step)
                        .setNoParent()
                        .setAttribute("provider", provider)
                        .startSpan();
        if (span.isRecording()) {
            parse(traceparent.get()).ifPresent(span::addLink);
        }
        return span::end;
    }

    static Optional<SpanContext> parse(@Nullable String traceparent) {
        if (traceparent == null) {
            return Optional.empty();
        }
        var parts = TRACEPARENT.matcher(traceparent);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var flags = TraceFlags.fromHex(parts.group(3), 0);
        var context =
                SpanContext.createFromRemoteParent(
                        parts.group(1), parts.group(2), flags, TraceState.getDefault());
        return context.isValid() ? Optional.of(context) : Optional.empty();
    }
}
