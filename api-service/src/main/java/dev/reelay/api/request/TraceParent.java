package dev.reelay.api.request;

import io.opentelemetry.api.trace.Span;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The W3C trace context that a job keeps, so that what happens to it later can be linked to the
/// request: our own span where traces are on, else the client's.
public final class TraceParent {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    public static @Nullable String of(@Nullable String header) {
        var span = Span.current().getSpanContext();
        if (span.isValid()) {
            return "00-%s-%s-%s"
                    .formatted(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex());
        }
        return header != null && FORM.matcher(header).matches() ? header : null;
    }
}
