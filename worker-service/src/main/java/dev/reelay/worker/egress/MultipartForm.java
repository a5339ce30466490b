package dev.reelay.worker.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hc.client5.http.entity.mime.ByteArrayBody;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;

/// A body of `multipart/form-data`. Texts have no type of their own, as browsers send them.
public final class MultipartForm {
    private static final ContentType TEXT =
            ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8);

    private final String boundary;
    private final MultipartEntityBuilder parts;

    /// @param boundary which no part may hold
    public MultipartForm(String boundary) {
        this.boundary = boundary;
        parts =
                MultipartEntityBuilder.create()
                        .setMode(HttpMultipartMode.LEGACY)
                        .setCharset(StandardCharsets.UTF_8)
                        .setBoundary(boundary);
    }

    public MultipartForm() {
        this("reelay-" + UUID.randomUUID());
    }

    public MultipartForm text(String name, String value) {
        parts.addTextBody(name, value, TEXT);
        return this;
    }

    public MultipartForm file(String name, String fileName, String contentType, byte[] bytes) {
        var type = ContentType.create(contentType);
        parts.addPart(name, new ByteArrayBody(bytes, type, fileName));
        return this;
    }

    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    public byte[] bytes() {
        try (var entity = parts.build()) {
            var body = new ByteArrayOutputStream();
            entity.writeTo(body);
            return body.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a form in memory", e);
        }
    }
}
