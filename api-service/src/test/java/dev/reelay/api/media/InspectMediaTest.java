package dev.reelay.api.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reelay.api.Bombs;
import dev.reelay.api.Pictures;
import dev.reelay.media.BadMediaException;
import dev.reelay.media.DataUrl;
import dev.reelay.media.InspectMedia;
import dev.reelay.media.MediaFile;
import dev.reelay.media.MediaFile.Image;
import dev.reelay.media.MediaFile.Video;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectMediaTest {
    @TempDir Path folder;

    private MediaFile inspect(byte[] bytes) throws IOException, BadMediaException {
        var file = folder.resolve("file");
        Files.write(file, bytes);
        return InspectMedia.inspect(file);
    }

    @Test
    void when_it_is_a_complete_image_then_type_and_size_are_told() throws Exception {
        assertThat(inspect(Pictures.png())).isEqualTo(new Image("image/png", "png", 64, 48));
        assertThat(inspect(Pictures.jpeg())).isEqualTo(new Image("image/jpeg", "jpg", 64, 48));
        assertThat(inspect(webp("VP8 ", "0000009d012a40003000")))
                .isEqualTo(new Image("image/webp", "webp", 64, 48));
        assertThat(inspect(webp("VP8L", "2f3fc00b00000000000000")))
                .isEqualTo(new Image("image/webp", "webp", 64, 48));
        assertThat(inspect(webp("VP8X", "000000003f00002f0000")))
                .isEqualTo(new Image("image/webp", "webp", 64, 48));
    }

    private static byte[] webp(String kind, String hex) {
        var data = HexFormat.of().parseHex(hex);
        var file = ByteBuffer.allocate(20 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII));
        file.putInt(12 + data.length);
        file.put(("WEBP" + kind).getBytes(StandardCharsets.US_ASCII));
        file.putInt(data.length);
        file.put(data);
        return file.array();
    }

    @Test
    void when_something_follows_a_jpeg_then_it_is_still_one() throws Exception {
        var jpeg = Pictures.jpeg();
        assertThat(inspect(Arrays.copyOf(jpeg, jpeg.length + 10))).isInstanceOf(Image.class);
    }

    @Test
    void when_it_is_a_video_then_its_type_is_told() throws Exception {
        assertThat(inspect("\0\0\0\u0018ftypisom".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(new Video("video/mp4", "mp4"));
        assertThat(inspect("\0\0\0\u0018ftypqt  ".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(new Video("video/quicktime", "mov"));
        assertThat(inspect(HexFormat.of().parseHex("1a45dfa301000000")))
                .isEqualTo(new Video("video/webm", "webm"));
    }

    static Stream<byte[]> whole() {
        return Stream.of(Pictures.png(), Pictures.jpeg(), webp("VP8X", "000000003f00002f0000"));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void when_it_is_cut_off_anywhere_then_it_is_refused(byte[] file) {
        for (var length = 0; length < file.length; length++) {
            var cut = Arrays.copyOf(file, length);
            assertThatExceptionOfType(BadMediaException.class)
                    .as("%d of %d bytes", length, file.length)
                    .isThrownBy(() -> inspect(cut));
        }
    }

    @Test
    void when_it_claims_too_many_pixels_then_it_is_refused_unread() {
        for (var bomb :
                new byte[][] {
                    Bombs.png(20_000, 20_000),
                    Bombs.png(16_385, 1),
                    Bombs.png(1, 16_385),
                    Bombs.png(8000, 8000),
                    Bombs.png(0, 10),
                    Bombs.png(-1, 10)
                }) {
            assertThatExceptionOfType(BadMediaException.class).isThrownBy(() -> inspect(bomb));
        }
    }

    @Test
    void when_it_is_just_within_bounds_then_it_is_taken() throws Exception {
        assertThat(inspect(Bombs.png(10_000, 5_000))).isInstanceOf(Image.class);
        assertThat(inspect(Bombs.png(16_384, 3_000))).isInstanceOf(Image.class);
    }

    @Test
    void when_a_data_url_is_good_then_its_bytes_are_there() throws Exception {
        var file = folder.resolve("decoded");
        DataUrl.decode(DataUrl.stream(Pictures.dataUrl(Pictures.png())), file);
        assertThat(Files.readAllBytes(file)).isEqualTo(Pictures.png());
        DataUrl.decode(DataUrl.stream("DATA:;charset=x;BASE64,QUI="), file);
        assertThat(Files.readString(file)).isEqualTo("AB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "data:",
                "data:image/png;base64",
                "data:image/png,AAAA",
                "http://x/data:;base64,AA",
                "data:;base64,A",
                "data:;base64,AA=A",
                "data:;base64,AA-_",
                "data:;base64,AA AA",
                "data:;base64,\u00e9"
            })
    void when_a_data_url_is_bad_then_that_is_said(String url) {
        assertThatExceptionOfType(BadMediaException.class)
                .isThrownBy(
                        () ->
                                DataUrl.decode(
                                        new ByteArrayInputStream(
                                                url.getBytes(StandardCharsets.UTF_8)),
                                        folder.resolve("decoded")));
    }
}
