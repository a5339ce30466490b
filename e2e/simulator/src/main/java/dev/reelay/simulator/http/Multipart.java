package dev.reelay.simulator.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The parts of a `multipart/form-data` body.
public final class Multipart {
    private static final Pattern BOUNDARY =
            Pattern.compile("multipart/form-data;.*?boundary=\"?([^\";]{1,70})\"?.*");
    private static final Pattern NAME = Pattern.compile("(?i)[; ]name=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile("(?i)[; ]filename=\"([^\"]*)\"");

    /// One part.
    ///
    /// @param file its file name; null for a plain field
    /// @param type empty where it has none
    public record Part(String name, @Nullable String file, String type, byte[] content) {
        public String text() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    private Multipart() {}

    /// The parts in their order; null where the body is none or is not in order.
    public static @Nullable List<Part> read(Call call) {
        var boundary = BOUNDARY.matcher(call.header("Content-Type"));
        if (!boundary.matches()) {
            return null;
        }
        // One character for each byte, so that places in the text are places in the body.
        var body = new String(call.body(), StandardCharsets.ISO_8859_1);
        var line = "--" + boundary.group(1);
        var parts = new ArrayList<Part>();
        var at = body.indexOf(line);
        while (at >= 0) {
            var from = at + line.length();
            if (body.startsWith("--", from)) {
                return parts;
            }
            var next = body.indexOf("\r\n" + line, from);
            var head = body.indexOf("\r\n\r\n", from);
            if (next < 0 || head < 0 || head > next || !body.startsWith("\r\n", from)) {
                return null;
            }
            var part = part(body.substring(from + 2, head), body.substring(head + 4, next));
            if (part == null) {
                return null;
            }
            parts.add(part);
            at = next + 2;
        }
        return null;
    }

    private static @Nullable Part part(String head, String content) {
        var name = NAME.matcher(head);
        if (!name.find()) {
            return null;
        }
        var file = FILE.matcher(head);
        var type =
                head.lines()
                        .filter(line -> line.regionMatches(true, 0, "content-type:", 0, 13))
                        .map(line -> line.substring(13).strip())
                        .findFirst()
                        .orElse("");
        return new Part(
                name.group(1),
                file.find() ? file.group(1) : null,
                type,
                content.getBytes(StandardCharsets.ISO_8859_1));
    }
}
