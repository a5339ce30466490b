package dev.reelay.worker.provider.api;

import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.media.BadMediaException;
import dev.reelay.media.InspectMedia;
import dev.reelay.media.MediaFile;
import dev.reelay.worker.media.FfmpegFailed;
import dev.reelay.worker.media.ScalePicture;
import dev.reelay.worker.scratch.Scratch;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// Makes pictures as an upstream takes them: smaller ones of those that are too large, JPEG of what
/// it does not know. Proportions are kept and nothing is made larger, but where an upstream takes
/// one size only: then the picture fills that, and what stands over is cut off.
@Singleton
public class FitPictures {
    private static final String JPEG = "image/jpeg";
    private static final double SMALLER = 0.7;
    private static final int TRIES = 4;

    private final ScalePicture scale;
    private final Scratch scratch;

    public FitPictures(ScalePicture scale, Scratch scratch) {
        this.scale = scale;
        this.scratch = scratch;
    }

    /// Throws `IOException` where it may work later, {@link UnsupportedException} where a picture
    /// cannot be made to fit.
    List<InputFile> fit(List<InputFile> inputs, PictureLimits limits) throws IOException {
        var all = new ArrayList<InputFile>();
        for (var input : inputs) {
            all.add(input.role() == Role.VIDEO ? input : fit(input, limits));
        }
        return all;
    }

    private InputFile fit(InputFile input, PictureLimits limits) throws IOException {
        var folder = scratch.newFolder();
        var file = folder.resolve("picture");
        var jpeg = folder.resolve("smaller.jpg");
        try {
            Files.write(file, input.bytes());
            return fit(input, file, jpeg, limits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(jpeg);
            Files.delete(folder);
        }
    }

    private InputFile fit(InputFile input, Path file, Path jpeg, PictureLimits limits)
            throws IOException, InterruptedException {
        var image = image(file);
        var width = image.width();
        var height = image.height();
        check(image, limits);
        var isTaken =
                limits.types().contains(image.contentType())
                        && input.bytes().length <= limits.mostBytes()
                        && limits.take(new FrameSize(width, height));
        if (isTaken) {
            return input;
        }
        for (var size : sizes(width, height, limits)) {
            scale(file, image.contentType(), size, jpeg);
            if (Files.size(jpeg) <= limits.mostBytes()) {
                return input.as(JPEG, Files.readAllBytes(jpeg));
            }
        }
        throw new UnsupportedException(
                "this provider takes pictures of up to %d bytes and %d pixels a side, which a"
                                .formatted(limits.mostBytes(), limits.mostSide())
                        + " picture cannot be made to fit");
    }

    /// What may be tried, the largest first.
    private static List<FrameSize> sizes(int width, int height, PictureLimits limits) {
        var only = limits.size();
        if (only != null) {
            return List.of(only);
        }
        var first = Math.min(1.0, (double) limits.mostSide() / Math.max(width, height));
        return DoubleStream.iterate(first, factor -> factor * SMALLER)
                .limit(TRIES)
                .mapToObj(factor -> new FrameSize(side(width, factor), side(height, factor)))
                .filter(size -> Math.min(size.width(), size.height()) >= limits.leastSide())
                .toList();
    }

    private static int side(int pixels, double factor) {
        return Math.max(1, (int) (pixels * factor));
    }

    private static MediaFile.Image image(Path file) throws IOException {
        try {
            if (InspectMedia.inspect(file) instanceof MediaFile.Image image) {
                return image;
            }
            throw new UnsupportedException("this provider takes a picture there, not a clip");
        } catch (BadMediaException e) {
            throw new UnsupportedException("a picture " + e.fault());
        }
    }

    private static void check(MediaFile.Image image, PictureLimits limits) {
        var shorter = Math.min(image.width(), image.height());
        var longer = Math.max(image.width(), image.height());
        if (shorter < limits.leastSide()) {
            throw new UnsupportedException(
                    "this provider takes pictures of at least %d pixels a side, and one has %dx%d"
                            .formatted(limits.leastSide(), image.width(), image.height()));
        }
        if (longer > limits.mostRatio() * shorter) {
            throw new UnsupportedException(
                    "this provider takes pictures up to %s times as long as wide, and one has %dx%d"
                            .formatted(limits.mostRatio(), image.width(), image.height()));
        }
    }

    private void scale(Path file, String contentType, FrameSize size, Path jpeg)
            throws IOException, InterruptedException {
        try {
            scale.scale(file, contentType, size, jpeg);
        } catch (FfmpegFailed e) {
            switch (e.why()) {
                case UNUSABLE, KILLED -> throw new IOException("ffmpeg could not be run", e);
                case TOO_SLOW, ERROR ->
                        throw new UnsupportedException(
                                "this provider takes smaller pictures or other files, and one"
                                        + " cannot be made to fit");
            }
        }
    }
}
