package dev.reelay.api.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A `multipart/form-data` body.
public final class Form {
    public static final String BOUNDARY = "-----a-form-of-ours";
    public static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public Form text(String name, String value) {
        return part("name=\"" + name + "\"", "", value.getBytes(StandardCharsets.UTF_8));
    }

    public Form file(String name, String contentType, byte[] content) {
        return part(
                "name=\"%s\"; filename=\"a file\"".formatted(name),
                "Content-Type: " + contentType + "\r\n",
                content);
    }

    /// @param headers further lines, each with its end
    public Form part(String disposition, String headers, byte[] content) {
        write("--" + BOUNDARY + "\r\n");
        write("Content-Disposition: form-data; " + disposition + "\r\n" + headers + "\r\n");
        bytes.writeBytes(content);
        write("\r\n");
        return this;
    }

    private void write(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// All parts and the end.
    public byte[] done() {
        write("--" + BOUNDARY + "--\r\n");
        return bytes.toByteArray();
    }
}
