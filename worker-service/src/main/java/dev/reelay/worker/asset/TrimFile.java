package dev.reelay.worker.asset;

import dev.reelay.worker.media.FfmpegFailed;
import dev.reelay.worker.media.ProbeVideo;
import dev.reelay.worker.media.TrimClip;
import dev.reelay.worker.media.UnreadableVideo;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.scratch.Scratch;
import jakarta.inject.Singleton;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jboss.logging.Logger;

/// Makes a clip as short as it was ordered, where its route only makes longer ones.
@Singleton
public class TrimFile {
    private static final Logger LOG = Logger.getLogger(TrimFile.class);

    /// A clip is seldom exactly as long as was asked.
    private static final int TOLERANCE_MILLIS = 500;

    private final ProbeVideo probe;
    private final TrimClip trim;
    private final Scratch scratch;

    public TrimFile(ProbeVideo probe, TrimClip trim, Scratch scratch) {
        this.probe = probe;
        this.trim = trim;
        this.scratch = scratch;
    }

    /// Reads the whole file, and opens what is left of it. One that cannot be cut stays as it is: a
    /// clip that is too long is better than none.
    ///
    /// @param whole closed at the end
    ProviderFile.Content trimmed(ProviderFile.Content whole, int seconds)
            throws IOException, UnreadableVideo, InterruptedException {
        var file = scratch.file(".mp4");
        var cut = scratch.file(".mp4");
        try (whole) {
            copy(whole, file);
            var most = seconds * 1000L + TOLERANCE_MILLIS;
            var isTooLong = probe.probe(file).durationMillis() > most;
            var kept = isTooLong && isCut(file, seconds, cut) ? cut : file;
            return new ProviderFile.Content(
                    new Temporary(kept, List.of(file, cut)), Files.size(kept));
        } catch (IOException | UnreadableVideo | InterruptedException e) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(cut);
            throw e;
        }
    }

    private static void copy(ProviderFile.Content whole, Path to) throws IOException {
        try (var out = Files.newOutputStream(to)) {
            var got = whole.stream().transferTo(out);
            if (whole.length() >= 0 && whole.length() != got) {
                throw new CutShort(got, whole.length());
            }
        }
    }

    private boolean isCut(Path file, int seconds, Path to) throws InterruptedException {
        try {
            trim.trim(file, seconds, to);
            return true;
        } catch (FfmpegFailed e) {
            LOG.warnf("A clip could not be cut; why=%s", e.getMessage());
            return false;
        }
    }

    /// Removes its files when it is closed.
    private static final class Temporary extends FilterInputStream {
        private final List<Path> files;

        Temporary(Path file, List<Path> files) throws IOException {
            super(Files.newInputStream(file));
            this.files = files;
        }

        @Override
        public void close() throws IOException {
            super.close();
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
