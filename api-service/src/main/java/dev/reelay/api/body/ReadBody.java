package dev.reelay.api.body;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads the body of a request, JSON or a form, under limits and without holding what is large in
/// memory. Refuses by {@link GatewayException}; then nothing of it is left.
@Singleton
public final class ReadBody {
    private static final long LIMIT = 70L * 1024 * 1024;
    private static final String FORM = "multipart/form-data";

    /// Reads a request's body as its headers describe it.
    public Body read(HttpHeaders headers, InputStream body) {
        return read(
                body,
                headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
                headers.getHeaderString(HttpHeaders.CONTENT_LENGTH));
    }

    /// @param contentType as the header has it; without one the body is taken for JSON
    /// @param contentLength as the header has it; refused at once where it is beyond the limit
    public Body read(
            InputStream body, @Nullable String contentType, @Nullable String contentLength) {
        refuseAnnounced(contentLength);
        var spool = new Spool();
        try {
            return read(new LimitedInputStream(body, LIMIT), contentType, spool);
        } catch (IOException e) {
            spool.close();
            throw new GatewayException(
                    new GatewayError.MalformedBody("the body ended before it was complete"));
        } catch (RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private static void refuseAnnounced(@Nullable String contentLength) {
        if (contentLength != null && contentLength.matches("\\d+")) {
            var tooLong = contentLength.length() > 18 || Long.parseLong(contentLength) > LIMIT;
            if (tooLong) {
                throw new GatewayException(new GatewayError.BodyTooLarge(LIMIT));
            }
        }
    }

    private static Body read(InputStream body, @Nullable String contentType, Spool spool)
            throws IOException {
        if (contentType == null || isJson(contentType)) {
            return new Body(JsonBody.read(body, spool), spool, false);
        }
        if (mediaType(contentType).equals(FORM)) {
            return new Body(new FormBody(spool).read(body, contentType), spool, true);
        }
        throw new GatewayException(new GatewayError.UnsupportedMediaType(contentType));
    }

    private static boolean isJson(String contentType) {
        return mediaType(contentType).equals("application/json");
    }

    private static String mediaType(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
