package dev.reelay.api.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reelay.api.error.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DivertingInputStreamTest {
    private static final int THRESHOLD = 10;

    private final Spool spool = new Spool();

    @AfterEach
    void removeFiles() {
        spool.close();
    }

    @Test
    void when_all_strings_are_short_then_the_body_passes_unchanged() throws IOException {
        var json = "{\"a\":\"0123456789\",\"b\\\"c\":[1,true,null,\"\\u00e9\\\\\"]}";
        assertThat(divert(json, 7)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 16_384})
    void when_a_string_is_long_then_it_is_in_a_file_wherever_the_pieces_end(int piece)
            throws IOException {
        var passed = divert("{\"a\":\"01234567890\",\"b\":\"short\"}", piece);
        assertThat(passed).matches("\\{\"a\":\"spooled:[0-9a-f-]{36}\",\"b\":\"short\"}");
        assertThat(spooled(passed)).isEqualTo("01234567890");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 16_384})
    void when_a_long_string_has_escapes_then_they_are_undone(int piece) throws IOException {
        var passed =
                divert(
                        "{\"a\":\"\\/\\\\\\\"\\b\\f\\n\\r\\t\\u0041\\u00e9\\ud83d\\ude00-0123456789\"}",
                        piece);
        assertThat(spooled(passed)).isEqualTo("/\\\"\b\f\n\r\tAé😀-0123456789");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16_384})
    void when_a_long_string_has_raw_unicode_then_it_is_kept(int piece) throws IOException {
        var passed = divert("{\"a\":\"éüñ😀漢字0123456789\"}", piece);
        assertThat(spooled(passed)).isEqualTo("éüñ😀漢字0123456789");
    }

    @Test
    void when_a_long_string_ends_in_an_escaped_backslash_then_its_end_is_seen() throws IOException {
        var passed = divert("{\"a\":\"0123456789\\\\\",\"b\":1}", 4);
        assertThat(passed).endsWith(",\"b\":1}");
        assertThat(spooled(passed)).isEqualTo("0123456789\\");
    }

    @Test
    void when_a_long_string_never_ends_then_the_parser_sees_that() throws IOException {
        assertThat(divert("{\"a\":\"01234567890123", 4)).isEqualTo("{\"a\":\"");
    }

    @Test
    void when_two_strings_are_long_then_each_has_its_own_marker() throws IOException {
        var passed = divert("[\"aaaaaaaaaaaa\",\"bbbbbbbbbbbb\"]", 5);
        var markers = passed.replaceAll("[\\[\\]\"]", "").split(",");
        assertThat(text(markers[0])).isEqualTo("aaaaaaaaaaaa");
        assertThat(text(markers[1])).isEqualTo("bbbbbbbbbbbb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\x",
                "\\u12g4",
                "\\ud83d-",
                "\\ude00",
                "\\ud83d\\n",
                "\\ud83d\\ud83d",
                "\n",
                "\\ud83d"
            })
    void when_a_long_string_is_not_json_then_it_is_refused(String bad) {
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> divert("{\"a\":\"0123456789" + bad + "\"}", 3));
    }

    @Test
    void when_closed_then_no_file_is_left() throws IOException {
        var passed = divert("{\"a\":\"01234567890\"}", 3);
        var file = Objects.requireNonNull(spool.find(marker(passed))).file();
        spool.close();
        assertThat(file).doesNotExist();
    }

    private String divert(String json, int piece) throws IOException {
        var source = new Pieces(json.getBytes(StandardCharsets.UTF_8), piece);
        try (var diverted = new DivertingInputStream(source, spool, THRESHOLD)) {
            return new String(diverted.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String spooled(String passed) throws IOException {
        return text(marker(passed));
    }

    private static String marker(String passed) {
        return passed.replaceAll(".*?(spooled:[0-9a-f-]{36}).*", "$1");
    }

    private String text(String marker) throws IOException {
        return Files.readString(Objects.requireNonNull(spool.find(marker)).file());
    }

    /// Gives at most so many bytes at a time, as a network does.
    private static final class Pieces extends FilterInputStream {
        private final int piece;

        Pieces(byte[] bytes, int piece) {
            super(new ByteArrayInputStream(bytes));
            this.piece = piece;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            InputStream source = in;
            return source.read(buffer, offset, Math.min(length, piece));
        }
    }
}
