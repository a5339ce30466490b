package dev.reelay.api.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.ParameterParser;

/// A `multipart/form-data` body as a tree. File parts and long text parts are put aside; bracketed
/// names nest: `a[b]`, `list[]`.
final class FormBody {
    private static final int LONGEST_TEXT = 128 * 1024;
    private static final int MOST_TEXT = 1024 * 1024;
    private static final int MOST_PARTS = 200;
    private static final int LONGEST_HEADER = 8 * 1024;
    private static final int LONGEST_BOUNDARY = 200;

    private final Spool spool;
    private int textBytes;

    FormBody(Spool spool) {
        this.spool = spool;
    }

    ObjectNode read(InputStream body, String contentType) throws IOException {
        var tree = new FormTree();
        try {
            var parts = parts(body, contentType);
            var count = 0;
            if (!parts.skipPreamble()) {
                throw malformed("has no part");
            }
            for (var more = true; more; more = parts.readBoundary()) {
                if (++count > MOST_PARTS) {
                    throw malformed("has more than " + MOST_PARTS + " parts");
                }
                add(tree, parts);
            }
        } catch (FileUploadException | IllegalArgumentException e) {
            throw malformed("is not a well-formed multipart form");
        }
        return tree.root();
    }

    private static MultipartInput parts(InputStream body, String contentType) throws IOException {
        var boundary = parameters(contentType).get("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw malformed("has no boundary in its content type");
        }
        return MultipartInput.builder()
                .setInputStream(body)
                .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
                .setPartHeaderSizeMax(LONGEST_HEADER)
                .get();
    }

    private void add(FormTree tree, MultipartInput parts) throws IOException {
        parts.setHeaderCharset(StandardCharsets.UTF_8);
        var headers = headers(parts.readHeaders());
        var disposition = parameters(headers.getOrDefault("content-disposition", ""));
        var name = disposition.get("name");
        if (name == null || name.isEmpty()) {
            throw malformed("has a part without a name");
        }
        try (var content = parts.newInputStream()) {
            var type = headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
            var value =
                    isFile(disposition, type)
                            ? new TextNode(spool.putAside(content))
                            : text(content, type);
            tree.put(TextRules.check(name), value);
        }
    }

    private JsonNode text(InputStream content, String contentType) throws IOException {
        var start = content.readNBytes(LONGEST_TEXT + 1);
        if (start.length > LONGEST_TEXT) {
            try (var aside = spool.writer(false)) {
                new SequenceInputStream(new ByteArrayInputStream(start), content).transferTo(aside);
                return new TextNode(aside.done());
            }
        }
        textBytes += start.length;
        if (textBytes > MOST_TEXT) {
            throw new GatewayException(new GatewayError.BodyTooLarge(MOST_TEXT));
        }
        var text = TextRules.check(new String(start, StandardCharsets.UTF_8));
        return isJson(contentType) ? JsonBody.parse(text) : new TextNode(text);
    }

    /// OpenAI's Java client sends files without a name, so the type counts too.
    private static boolean isFile(Map<String, String> disposition, String contentType) {
        return disposition.containsKey("filename")
                || disposition.containsKey("filename*")
                || !(contentType.isEmpty()
                        || contentType.startsWith("text/")
                        || isJson(contentType));
    }

    private static boolean isJson(String contentType) {
        return contentType.startsWith("application/json");
    }

    private static Map<String, String> parameters(String header) {
        var parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        return parser.parse(header, ';');
    }

    private static Map<String, String> headers(String block) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        block.lines()
                .map(line -> line.split(":", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> headers.put(pair[0].strip(), pair[1].strip()));
        return headers;
    }

    private static GatewayException malformed(String why) {
        return new GatewayException(new GatewayError.MalformedBody("the body " + why));
    }
}
