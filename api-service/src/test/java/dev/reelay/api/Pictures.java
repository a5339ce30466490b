package dev.reelay.api;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/// Real pictures, small and large.
public final class Pictures {
    private Pictures() {}

    public static byte[] png() {
        return image("png", 64, 48, false);
    }

    public static byte[] jpeg() {
        return image("jpg", 64, 48, false);
    }

    /// Noise, so that it does not compress.
    public static byte[] noise(int side) {
        return image("png", side, side, true);
    }

    public static String dataUrl(byte[] picture) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(picture);
    }

    private static byte[] image(String format, int width, int height, boolean noise) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var random = new java.util.Random(7);
        if (noise) {
            for (var y = 0; y < height; y++) {
                for (var x = 0; x < width; x++) {
                    image.setRGB(x, y, random.nextInt());
                }
            }
        }
        try {
            var out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
