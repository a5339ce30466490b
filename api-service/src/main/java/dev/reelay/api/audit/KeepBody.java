package dev.reelay.api.audit;

import dev.reelay.api.body.ReadBody;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.event.EventJson;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Looks at the beginning of a body and puts it back, so that whoever reads it reads all of it,
/// from the client and under the usual limits.
@Singleton
final class KeepBody {
    private static final int MOST = 16 * 1024;
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private final ReadBody bodies;

    KeepBody(ReadBody bodies) {
        this.bodies = bodies;
    }

    /// Waits for so much of it. Throws {@link GatewayException} where the client breaks off.
    KeptBody of(ContainerRequestContext request) {
        var announced = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if (announced != null && LENGTH.matcher(announced).matches()) {
            var bytes = Long.parseLong(announced);
            if (bytes > MOST) {
                return new KeptBody(null, bytes);
            }
        }
        var body = request.getEntityStream();
        var start = start(body);
        request.setEntityStream(new SequenceInputStream(new ByteArrayInputStream(start), body));
        return start.length > MOST
                ? new KeptBody(null, start.length)
                : new KeptBody(
                        json(start, request.getHeaderString(HttpHeaders.CONTENT_TYPE)),
                        start.length);
    }

    private static byte[] start(InputStream body) {
        try {
            return body.readNBytes(MOST + 1);
        } catch (IOException e) {
            throw new GatewayException(
                    new GatewayError.MalformedBody("the body ended before it was complete"));
        }
    }

    /// Null where the route would refuse it.
    private @Nullable String json(byte[] text, @Nullable String contentType) {
        try (var body = bodies.read(new ByteArrayInputStream(text), contentType, null)) {
            return body.textual() ? null : EventJson.write(RedactBody.of(body.tree()));
        } catch (GatewayException e) {
            return null;
        }
    }
}
