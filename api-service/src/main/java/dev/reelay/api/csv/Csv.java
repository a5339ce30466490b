package dev.reelay.api.csv;

import static dev.reelay.api.error.GatewayException.invalid;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All of a list as lines of comma-separated values, read as they are written.
public final class Csv<T> implements StreamingOutput {
    public static final String MEDIA_TYPE = "text/csv";

    private static final MediaType TYPE = MediaType.valueOf(MEDIA_TYPE);
    private static final Pattern QUOTED = Pattern.compile("[\",\r\n]");

    /// What spreadsheets would run as a formula; a number below zero is none.
    private static final Pattern FORMULA = Pattern.compile("^(?:[=+@\t\r]|-(?!\\d+(?:\\.\\d+)?$))");

    private final List<String> header;
    private final Function<T, List<@Nullable String>> cells;
    private final Function<@Nullable T, List<T>> next;
    private final List<T> first;

    private Csv(
            List<String> header,
            Function<T, List<@Nullable String>> cells,
            Function<@Nullable T, List<T>> next,
            List<T> first) {
        this.header = header;
        this.cells = cells;
        this.next = next;
        this.first = first;
    }

    /// Whether a file is asked for and no page. Throws where `format` is none.
    public static boolean isAsked(@Nullable String format, HttpHeaders headers) {
        if (format == null) {
            var first = headers.getAcceptableMediaTypes().getFirst();
            return first.isCompatible(TYPE) && !first.isCompatible(MediaType.APPLICATION_JSON_TYPE);
        }
        return switch (format) {
            case "csv" -> true;
            case "json" -> false;
            default -> throw invalid("format", "must be json or csv");
        };
    }

    /// The answer. The first of them are read here, so that what is refused is told before it
    /// begins.
    ///
    /// @param name of the file, without its ending
    /// @param cells of one of them, in the header's order; null is an empty one
    /// @param next those that come after one, or the first of all; none at the end
    public static <T> Response file(
            String name,
            List<String> header,
            Function<T, List<@Nullable String>> cells,
            Function<@Nullable T, List<T>> next) {
        return Response.ok(new Csv<>(header, cells, next, next.apply(null)), TYPE)
                .header("Content-Disposition", "attachment; filename=\"%s.csv\"".formatted(name))
                .build();
    }

    @Override
    public void write(OutputStream out) throws IOException {
        out.write(line(header));
        var page = first;
        while (!page.isEmpty()) {
            for (var one : page) {
                out.write(line(cells.apply(one)));
            }
            page = next.apply(page.getLast());
        }
    }

    private static byte[] line(List<? extends @Nullable String> cells) {
        return (cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(@Nullable String text) {
        if (text == null) {
            return "";
        }
        var safe = FORMULA.matcher(text).find() ? "'" + text : text;
        return QUOTED.matcher(safe).find() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
