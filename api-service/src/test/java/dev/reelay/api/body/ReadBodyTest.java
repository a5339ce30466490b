package dev.reelay.api.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayError.BodyTooLarge;
import dev.reelay.api.error.GatewayError.InvalidField;
import dev.reelay.api.error.GatewayError.MalformedBody;
import dev.reelay.api.error.GatewayError.UnsupportedMediaType;
import dev.reelay.api.error.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadBodyTest {
    private static final String JSON = "application/json";
    private static final String FORM = "multipart/form-data; boundary=XX";
    private final ReadBody bodies = new ReadBody();

    @Nested
    class GivenJson {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "   ",
                    "nope",
                    "{",
                    "[]",
                    "\"text\"",
                    "null",
                    "{\"a\":1}{}",
                    "{\"a\":1} x",
                    "{\"a\":NaN}",
                    "{\"a\":Infinity}",
                    "{'a':1}",
                    "{\"a\":01}",
                    "{\"a\":1,}",
                    "{\"a\":1,\"a\":2}",
                    "{\"a\":\"\\u0000\"}",
                    "{\"a\\u0000\":1}",
                    "{\"a\":\"\\ud800\"}",
                    "{\"a\":\"\\ud800x\"}",
                    "{\"a\":1e999999999}",
                    "{\"a\":1e-99999}",
                    "{\"a\":\"line\nbreak\"}",
                    "{/* no */\"a\":1}"
                })
        void when_it_is_not_what_the_standard_allows_then_it_is_malformed(String json) {
            assertThat(refusal(json, JSON)).isInstanceOf(MalformedBody.class);
        }

        @Test
        void when_it_nests_too_deep_then_it_is_malformed() {
            var json = "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}";
            assertThat(refusal(json, JSON)).isInstanceOf(MalformedBody.class);
        }

        @Test
        void when_a_number_is_very_long_then_it_is_malformed() {
            assertThat(refusal("{\"a\":" + "9".repeat(200) + "}", JSON))
                    .isInstanceOf(MalformedBody.class);
        }

        @Test
        void when_it_is_malformed_then_the_answer_repeats_nothing_of_it() {
            assertThat(refusal("{\"prompt\": secretword}", JSON).toString())
                    .doesNotContain("secretword")
                    .contains("line 1");
        }

        @Test
        void when_it_is_not_utf_8_then_it_is_malformed() {
            var bytes = new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'};
            assertThat(refusal(new ByteArrayInputStream(bytes), JSON, null))
                    .isInstanceOf(MalformedBody.class);
        }

        @Test
        void when_it_is_long_without_long_strings_then_it_is_too_large() {
            var json = "{\"a\":[" + "\"x\",".repeat(300_000) + "1]}";
            assertThat(refusal(json, JSON)).isEqualTo(new BodyTooLarge(1024 * 1024));
        }

        @Test
        void when_it_holds_a_long_string_then_that_does_not_count_as_json() {
            try (var body = read("{\"a\":\"" + "x".repeat(3_000_000) + "\"}", JSON)) {
                assertThat(body.fields().given("a")).isInstanceOf(Given.LongText.class);
            }
        }

        @Test
        void when_a_text_is_in_a_file_then_it_is_longer_than_any_field_allows() {
            try (var body = read("{\"a\":\"" + "x".repeat(200_000) + "\"}", JSON)) {
                assertThatExceptionOfType(GatewayException.class)
                        .isThrownBy(() -> body.fields().text("a"))
                        .satisfies(e -> assertThat(e.error()).isInstanceOf(InvalidField.class));
            }
        }

        @Test
        void when_more_is_announced_than_allowed_then_nothing_is_read() {
            var never =
                    new InputStream() {
                        @Override
                        public int read() {
                            throw new AssertionError("it was read");
                        }
                    };
            assertThat(refusal(never, JSON, "73400321")).isInstanceOf(BodyTooLarge.class);
            assertThat(refusal(never, JSON, "99999999999999999999"))
                    .isInstanceOf(BodyTooLarge.class);
        }

        @Test
        void when_more_comes_than_allowed_then_it_is_refused_and_no_file_is_left()
                throws IOException {
            var before = Spools.count();
            var json =
                    new SequenceInputStream(
                            new ByteArrayInputStream("{\"a\":\"".getBytes(StandardCharsets.UTF_8)),
                            new Endless());
            assertThat(refusal(json, JSON, null)).isInstanceOf(BodyTooLarge.class);
            assertThat(Spools.count()).isEqualTo(before);
        }

        @Test
        void when_types_are_wrong_then_the_field_is_named() {
            try (var body = read("{\"t\":1,\"n\":\"2\",\"f\":\"true\",\"o\":[]}", JSON)) {
                var fields = body.fields();
                Stream.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                                () -> fields.text("t"),
                                () -> fields.whole("n"),
                                () -> fields.flag("f"),
                                () -> fields.object("o"))
                        .forEach(
                                call ->
                                        assertThatExceptionOfType(GatewayException.class)
                                                .isThrownBy(call)
                                                .satisfies(
                                                        e ->
                                                                assertThat(e.error())
                                                                        .isInstanceOf(
                                                                                InvalidField
                                                                                        .class)));
            }
        }
    }

    @Nested
    class GivenAForm {
        @Test
        void when_parts_have_bracketed_names_then_they_nest() {
            try (var body =
                    read(
                            part("a", "1")
                                    + part("o[x]", "y")
                                    + part("o[deep][z]", "w")
                                    + part("l[]", "one")
                                    + part("l[]", "two")
                                    + part("m[0][k]", "v")
                                    + part("m[0][j]", "u")
                                    + "--XX--\r\n",
                            FORM)) {
                assertThat(body.tree())
                        .hasToString(
                                "{\"a\":\"1\",\"o\":{\"x\":\"y\",\"deep\":{\"z\":\"w\"}},"
                                        + "\"l\":[\"one\",\"two\"],\"m\":[{\"k\":\"v\",\"j\":\"u\"}]}");
            }
        }

        @Test
        void when_numbers_and_truth_values_are_text_then_they_are_read() {
            try (var body = read(part("n", "3") + part("f", "true") + "--XX--\r\n", FORM)) {
                assertThat(body.fields().whole("n")).isEqualTo(3);
                assertThat(body.fields().flag("f")).isTrue();
            }
        }

        @Test
        void when_options_are_text_then_they_get_back_their_types() {
            try (var body =
                    read(
                            part("o[a]", "0.5")
                                    + part("o[b]", "true")
                                    + part("o[c]", "007")
                                    + part("o[d]", "-3")
                                    + "--XX--\r\n",
                            FORM)) {
                assertThat(body.fields().typedTree("o", 1000))
                        .hasToString("{\"a\":0.5,\"b\":true,\"c\":\"007\",\"d\":-3}");
            }
        }

        @Test
        void when_text_parts_have_their_own_content_type_then_they_are_text() {
            var form =
                    "--XX\r\nContent-Disposition: form-data; name=\"prompt\"\r\n"
                            + "Content-Type: text/plain; charset=utf-8\r\n\r\nein Drachen ü\r\n--XX--";
            try (var body = read(form, FORM)) {
                assertThat(body.fields().text("prompt")).isEqualTo("ein Drachen ü");
            }
        }

        @Test
        void when_a_part_is_a_file_then_it_is_put_aside_whatever_its_size() throws IOException {
            var form =
                    "--XX\r\nContent-Disposition: form-data; name=\"input_reference\";"
                            + " filename=\"a.png\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                            + "bytes\r\n--XX--";
            try (var body = read(form, FORM)) {
                var given = body.fields().given("input_reference");
                assertThat(given).isInstanceOf(Given.FilePart.class);
                var spooled = ((Given.FilePart) Objects.requireNonNull(given)).spooled();
                assertThat(Files.readString(spooled.file())).isEqualTo("bytes");
            }
        }

        @Test
        void when_a_text_part_is_long_then_it_is_put_aside() {
            try (var body = read(part("a[image_url]", "x".repeat(500_000)) + "--XX--", FORM)) {
                var members = Objects.requireNonNull(body.fields().object("a"));
                assertThat(members.given("image_url")).isInstanceOf(Given.LongText.class);
            }
        }

        static List<String> malformed() {
            return List.of(
                    "",
                    "no boundary at all",
                    "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut off",
                    "--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--",
                    part("a", "1") + part("a", "2") + "--XX--",
                    part("a[", "1") + "--XX--",
                    part("[a]", "1") + "--XX--",
                    part("a", "1") + part("a[b]", "2") + "--XX--",
                    part("a" + "[b]".repeat(20), "1") + "--XX--",
                    part("a", "\0") + "--XX--",
                    part("x", "1").repeat(300) + "--XX--",
                    "--XX\r\nX: " + "y".repeat(20_000) + "\r\n\r\nx\r\n--XX--");
        }

        @ParameterizedTest
        @org.junit.jupiter.params.provider.MethodSource("malformed")
        void when_it_is_malformed_then_that_is_said(String form) {
            assertThat(refusal(form, FORM)).isInstanceOf(MalformedBody.class);
        }

        @Test
        void when_the_content_type_has_no_boundary_then_it_is_malformed() {
            assertThat(refusal("--XX--", "multipart/form-data")).isInstanceOf(MalformedBody.class);
        }
    }

    @Test
    void when_the_type_is_another_then_it_is_unsupported() {
        assertThat(refusal("a=1", "application/x-www-form-urlencoded"))
                .isInstanceOf(UnsupportedMediaType.class);
        assertThat(refusal("<a/>", "text/xml")).isInstanceOf(UnsupportedMediaType.class);
    }

    @Test
    void when_bodies_mean_the_same_then_they_have_one_fingerprint() {
        assertThat(fingerprint("{\"a\":1.0,\"b\":{\"c\":[1,\"x\"]}}"))
                .isEqualTo(fingerprint("{ \"b\":{\"c\":[1.00,\"x\"]}, \"a\":1 }"))
                .isNotEqualTo(fingerprint("{\"a\":1,\"b\":{\"c\":[\"x\",1]}}"))
                .isNotEqualTo(fingerprint("{\"a\":\"1\",\"b\":{\"c\":[1,\"x\"]}}"));
        var large = "x".repeat(200_000);
        assertThat(fingerprint("{\"a\":\"" + large + "\"}"))
                .isEqualTo(fingerprint("{\"a\":\"" + large + "\"}"))
                .isNotEqualTo(fingerprint("{\"a\":\"" + large + "y\"}"));
    }

    private byte[] fingerprint(String json) {
        try (var body = read(json, JSON)) {
            return Fingerprint.of("POST /x", body);
        }
    }

    private static String part(String name, String value) {
        return "--XX\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(name, value);
    }

    private Body read(String content, String type) {
        return bodies.read(
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), type, null);
    }

    private GatewayError refusal(String content, String type) {
        return refusal(
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), type, null);
    }

    private GatewayError refusal(InputStream content, String type, @Nullable String length) {
        try (var body = bodies.read(content, type, length)) {
            throw new AssertionError("it was read: " + body.tree());
        } catch (GatewayException e) {
            return e.error();
        }
    }

    /// A body that never ends.
    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 'x';
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            java.util.Arrays.fill(buffer, offset, offset + length, (byte) 'x');
            return length;
        }
    }
}
