package dev.reelay.worker.asset;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.asset.StoreAnswer.NotNow;
import dev.reelay.worker.asset.StoreAnswer.Stored;
import dev.reelay.worker.asset.StoreAnswer.Unusable;
import dev.reelay.worker.media.FfmpegFailed;
import dev.reelay.worker.media.MakeStills;
import dev.reelay.worker.media.ProbeVideo;
import dev.reelay.worker.media.UnreadableVideo;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.scratch.Scratch;
import dev.reelay.worker.store.S3Objects;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;

/// Streams a finished file home: hashed and measured on the way, checked by its own boxes, kept
/// under a key that only this epoch writes. A second errand with another epoch leaves the first
/// one's objects alone; {@link #sweep} removes what no asset points to.
@Singleton
public class StoreAssets {
    static final String MP4 = "video/mp4";
    private static final String VIDEO = "video.mp4";
    private static final String THUMBNAIL = "thumbnail.webp";
    private static final String SPRITESHEET = "spritesheet.jpg";
    private static final Logger LOG = Logger.getLogger(StoreAssets.class);

    private final S3Objects objects;
    private final ProbeVideo probe;
    private final MakeStills stills;
    private final TrimFile trim;
    private final AssetConfig config;
    private final Scratch scratch;
    private final Counter bytes;

    public StoreAssets(
            S3Objects objects,
            ProbeVideo probe,
            MakeStills stills,
            TrimFile trim,
            AssetConfig config,
            Scratch scratch,
            MeterRegistry meters) {
        this.objects = objects;
        this.probe = probe;
        this.stills = stills;
        this.trim = trim;
        this.config = config;
        this.scratch = scratch;
        bytes = meters.counter("reelay.assets.stored", "unit", "bytes");
    }

    /// Fetches, checks and keeps one file. Throws `InterruptedException` where the errand was
    /// called off; nothing is visible then.
    public StoreAnswer store(Errand errand) throws InterruptedException {
        try {
            var spool = scratch.file(".mp4");
            try {
                return store(errand, spool);
            } finally {
                Files.deleteIfExists(spool);
            }
        } catch (NotAClip | UnreadableVideo e) {
            return new Unusable(new Failure(Reason.PROVIDER_ERROR, String.valueOf(e.getMessage())));
        } catch (AbortedException e) {
            throw new InterruptedException("called off");
        } catch (IOException | UncheckedIOException | SdkException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("called off");
            }
            return new NotNow(why(e));
        }
    }

    /// The text of a provider's failure may hold a signed link; the store's does not.
    private static String why(Exception e) {
        return e instanceof SdkException || e instanceof CutShort
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName();
    }

    private Stored store(Errand errand, Path spool)
            throws IOException, NotAClip, UnreadableVideo, InterruptedException {
        var key = errand.key(VIDEO);
        try (var transfer = new Transfer(objects, key, spool, config.largest(), config.part())) {
            fetch(errand, transfer);
            var video = probe.probe(spool);
            var sha256 = transfer.sha256Hex();
            var pictured = pictured(errand, spool, sha256);
            transfer.complete();
            bytes.increment(transfer.bytes());
            return new Stored(
                    new Output(
                            errand.output(),
                            key,
                            MP4,
                            transfer.bytes(),
                            sha256,
                            video.width(),
                            video.height(),
                            video.durationMillis(),
                            video.audio(),
                            pictured ? errand.key(THUMBNAIL) : null,
                            pictured ? errand.key(SPRITESHEET) : null));
        }
    }

    private void fetch(Errand errand, Transfer transfer)
            throws IOException, NotAClip, UnreadableVideo, InterruptedException {
        try (var content = open(errand)) {
            transfer.take(content.stream());
            if (content.length() >= 0 && content.length() != transfer.bytes()) {
                throw new CutShort(transfer.bytes(), content.length());
            }
        }
    }

    private ProviderFile.Content open(Errand errand)
            throws IOException, UnreadableVideo, InterruptedException {
        var whole = errand.provider().open(errand.file());
        return errand.most() == null ? whole : trim.trimmed(whole, errand.most());
    }

    /// A clip without still pictures is still a clip; false for one.
    private boolean pictured(Errand errand, Path mp4, String sha256)
            throws IOException, InterruptedException {
        try {
            var made = stills.of(mp4, sha256);
            put(errand.key(THUMBNAIL), made.thumbnail(), "image/webp");
            put(errand.key(SPRITESHEET), made.sheet(), "image/jpeg");
            return true;
        } catch (FfmpegFailed | UnreadableVideo e) {
            LOG.warnf("A clip has no still pictures; job=%s why=%s", errand.job(), e.getMessage());
            return false;
        }
    }

    private void put(String key, byte[] picture, String contentType) {
        objects.put(key, RequestBody.fromBytes(picture), contentType);
    }

    /// Removes what one errand wrote and nobody points to.
    public void discard(Errand errand) {
        objects.delete(Stream.of(VIDEO, THUMBNAIL, SPRITESHEET).map(errand::key).toList());
    }

    /// Removes every output object of an ended job but these, and its unfinished uploads.
    public void sweep(TenantId tenant, JobId job, Collection<String> kept) {
        var prefix = Errand.prefix(tenant, job);
        objects.abandonUploads(prefix);
        var keep = Set.copyOf(kept);
        var orphans = objects.list(prefix).stream().filter(k -> !keep.contains(k)).toList();
        if (!orphans.isEmpty()) {
            LOG.infof("Orphan objects removed; job=%s count=%d", job, orphans.size());
            objects.delete(orphans);
        }
    }
}
