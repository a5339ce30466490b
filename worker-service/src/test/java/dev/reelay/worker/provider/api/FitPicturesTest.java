package dev.reelay.worker.provider.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.worker.media.RealFfmpeg;
import dev.reelay.worker.media.ScalePicture;
import dev.reelay.worker.scratch.Scratch;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Pictures that an upstream would not take.
class FitPicturesTest {
    private final FitPictures fit =
            new FitPictures(new ScalePicture(RealFfmpeg.FFMPEG), new Scratch(Optional::empty));

    /// Red on the left, blue on the right.
    private static InputFile png(int width, int height) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 2, 0, width, height);
        return file(image);
    }

    /// Which no PNG makes small.
    private static InputFile noise(int width, int height) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var random = new Random(1);
        for (var y = 0; y < height; y++) {
            for (var x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(0x1000000));
            }
        }
        return file(image);
    }

    private static InputFile file(BufferedImage image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return new InputFile(Role.FIRST_FRAME, "image/png", bytes.toByteArray())
                .linked("https://video.example.com/inputs/x");
    }

    private InputFile fitted(InputFile input, PictureLimits limits) throws IOException {
        return fit.fit(List.of(input), limits).getFirst();
    }

    private static BufferedImage image(InputFile file) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file.bytes()));
    }

    @Test
    void when_it_fits_then_it_is_as_it_was() throws IOException {
        var picture = png(1280, 720);
        var limits = PictureLimits.pngAndJpeg(10).sides(300, 1280).ratio(2.5);
        assertThat(fitted(picture, limits)).isSameAs(picture);
    }

    @Test
    void when_a_side_is_too_long_then_it_is_smaller_and_shows_the_same() throws IOException {
        var fitted = fitted(png(3000, 1500), PictureLimits.pngAndJpeg(10).sides(360, 2000));
        assertThat(fitted.contentType()).isEqualTo("image/jpeg");
        assertThat(fitted.role()).isEqualTo(Role.FIRST_FRAME);
        assertThat(fitted.link()).isEmpty(); // which leads to the large one
        var image = image(fitted);
        assertThat(image.getWidth()).isEqualTo(2000);
        assertThat(image.getHeight()).isEqualTo(1000);
        assertThat(new Color(image.getRGB(500, 500)).getRed()).isGreaterThan(200);
        assertThat(new Color(image.getRGB(1500, 500)).getBlue()).isGreaterThan(200);
    }

    @Test
    void when_it_has_too_many_bytes_then_it_is_made_until_it_has_fewer() throws IOException {
        var picture = noise(900, 600);
        assertThat(picture.bytes().length).isGreaterThan(1_500_000);
        var fitted = fitted(picture, PictureLimits.pngAndJpeg(0.2).least(100));
        assertThat(fitted.bytes().length).isLessThanOrEqualTo(200_000);
        var image = image(fitted);
        assertThat((double) image.getWidth() / image.getHeight()).isBetween(1.49, 1.51);
    }

    @Test
    void when_its_kind_is_not_taken_then_it_is_a_jpeg_of_the_same_size() throws IOException {
        var jpegOnly = new PictureLimits(Set.of("image/jpeg"), 1_000_000, 1, 4000, 4, null);
        var fitted = fitted(png(640, 480), jpegOnly);
        assertThat(fitted.contentType()).isEqualTo("image/jpeg");
        assertThat(image(fitted).getWidth()).isEqualTo(640);
    }

    @Test
    void when_only_one_size_is_taken_then_it_fills_that_and_is_cut_at_both_sides()
            throws IOException {
        var limits = PictureLimits.withWebp(20).exactly(new FrameSize(720, 1280));
        for (var picture : List.of(png(1280, 720), png(64, 64), png(4000, 300))) {
            var image = image(fitted(picture, limits));
            assertThat(image.getWidth()).isEqualTo(720);
            assertThat(image.getHeight()).isEqualTo(1280);
            // The middle is where it was: red to the left of it, blue to the right.
            assertThat(new Color(image.getRGB(300, 640)).getRed()).isGreaterThan(200);
            assertThat(new Color(image.getRGB(420, 640)).getBlue()).isGreaterThan(200);
        }
        var exact = png(720, 1280);
        assertThat(fitted(exact, limits)).isSameAs(exact);
    }

    @Test
    void when_it_is_too_small_or_too_long_then_it_is_refused() throws IOException {
        var limits = PictureLimits.pngAndJpeg(10).least(300).ratio(2.5);
        var small = png(299, 400);
        var wide = png(751, 300);
        assertThatThrownBy(() -> fitted(small, limits))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("at least 300 pixels");
        assertThatThrownBy(() -> fitted(wide, limits))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("2.5 times");
        var longest = png(750, 300);
        assertThat(fitted(longest, limits)).isSameAs(longest);
    }

    @Test
    void when_it_cannot_be_small_enough_then_it_is_refused() throws IOException {
        var picture = noise(600, 400);
        var limits = PictureLimits.pngAndJpeg(0.001).least(300);
        assertThatThrownBy(() -> fitted(picture, limits)).isInstanceOf(UnsupportedException.class);
    }

    @Test
    void when_it_is_no_picture_then_it_is_refused() {
        var text = new InputFile(Role.FIRST_FRAME, "image/png", new byte[] {1, 2, 3});
        assertThatThrownBy(() -> fitted(text, PictureLimits.pngAndJpeg(10)))
                .isInstanceOf(UnsupportedException.class);
    }

    @Test
    void when_it_is_a_clip_then_it_is_left_alone() throws IOException {
        var clip = new InputFile(Role.VIDEO, "video/mp4", new byte[] {1, 2, 3});
        assertThat(fitted(clip, PictureLimits.pngAndJpeg(10))).isSameAs(clip);
    }
}
