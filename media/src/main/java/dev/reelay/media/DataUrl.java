package dev.reelay.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;

/// `data:image/png;base64,…`, decoded from a stream to a file.
public final class DataUrl {
    private static final int LONGEST_HEAD = 256;
    private static final String SCHEME = "data:";

    private DataUrl() {}

    /// Throws {@link BadMediaException} where the text is no data URL in base64. The type it claims
    /// is not looked at; the bytes tell.
    public static void decode(InputStream text, Path to) throws IOException, BadMediaException {
        var head = head(text);
        if (!head.startsWith(SCHEME) || !head.endsWith(";base64")) {
            throw new BadMediaException("must be a data URL in base64");
        }
        write(text, to);
    }

    private static void write(InputStream text, Path to) throws BadMediaException {
        try (var bytes = Base64.getDecoder().wrap(text);
                var file = Files.newOutputStream(to)) {
            bytes.transferTo(file);
        } catch (IOException e) {
            throw new BadMediaException("is not valid base64");
        }
    }

    /// The same, or base64 that stands alone.
    public static void decodeEither(InputStream text, Path to)
            throws IOException, BadMediaException {
        text.mark(SCHEME.length());
        var start = new String(text.readNBytes(SCHEME.length()), StandardCharsets.US_ASCII);
        text.reset();
        if (looksLike(start)) {
            decode(text, to);
        } else {
            write(text, to);
        }
    }

    private static String head(InputStream text) throws IOException, BadMediaException {
        var head = new StringBuilder();
        for (var c = text.read(); c != ','; c = text.read()) {
            if (c < 0 || head.length() == LONGEST_HEAD) {
                throw new BadMediaException("must be a data URL in base64");
            }
            head.append((char) c);
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }

    /// Whether the text begins as a data URL does.
    public static boolean looksLike(String text) {
        return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /// A short data URL as a stream.
    public static InputStream stream(String text) {
        return new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
