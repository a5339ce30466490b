package dev.reelay.api.content;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.store.ObjectStore;
import dev.reelay.api.store.StoredFile;
import dev.reelay.common.event.JobReport.Output;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Finds the file of a job and what of it is to be sent. The bytes are streamed from the store;
/// none are held.
@Singleton
public final class ServeContent {
    private static final Logger LOG = Logger.getLogger(ServeContent.class);

    private final ObjectStore store;

    ServeContent(ObjectStore store) {
        this.store = store;
    }

    /// What to send of a file.
    ///
    /// @param etag quoted
    /// @param range null for the whole
    public record Served(
            String key,
            String contentType,
            long size,
            String etag,
            @Nullable ByteRange range,
            boolean unchanged) {
        public long length() {
            return range == null ? size : range.length();
        }

        /// What of the object to open; null for the whole.
        ObjectStore.@Nullable Piece piece() {
            return range == null ? null : new ObjectStore.Piece(range.first(), range.last());
        }

        public boolean isPartial() {
            return range != null;
        }

        /// The value of `Content-Range`.
        public String contentRange() {
            return range == null
                    ? ""
                    : "bytes %d-%d/%d".formatted(range.first(), range.last(), size);
        }
    }

    /// The conditional headers of a request.
    public record Wanted(
            @Nullable String range, @Nullable String ifRange, @Nullable String ifNoneMatch) {}

    /// Throws {@link GatewayException} where there is nothing to send.
    public Served serve(Job job, Variant variant, int index, Wanted wanted) {
        var output = output(job, index);
        return switch (variant) {
            case VIDEO ->
                    served(
                            output.key(),
                            output.contentType(),
                            output.bytes(),
                            '"' + output.sha256() + '"',
                            wanted);
            case THUMBNAIL -> picture(job, output.thumbnailKey(), "image/webp", wanted);
            case SPRITESHEET -> picture(job, output.spritesheetKey(), "image/jpeg", wanted);
        };
    }

    private static Output output(Job job, int index) {
        if (!job.state().ended()) {
            throw new GatewayException(new GatewayError.NotReady(job.state().word()));
        }
        if (job.state() != JobState.COMPLETED) {
            throw new GatewayException(new GatewayError.NotFound("content"));
        }
        if (job.filesGone()) {
            throw new GatewayException(new GatewayError.FilesGone());
        }
        return job.outputs().stream()
                .filter(o -> o.index() == index)
                .findFirst()
                .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("content")));
    }

    private Served picture(Job job, @Nullable String key, String contentType, Wanted wanted) {
        if (key == null) {
            throw new GatewayException(new GatewayError.NotFound("content"));
        }
        var head = store.head(key).orElseThrow(() -> lost(job, key));
        return served(key, contentType, head.length(), head.etag(), wanted);
    }

    static Served served(String key, String contentType, long size, String etag, Wanted wanted) {
        if (wanted.ifNoneMatch() != null && matches(wanted.ifNoneMatch(), etag)) {
            return new Served(key, contentType, size, etag, null, true);
        }
        var rangeCounts = wanted.ifRange() == null || wanted.ifRange().strip().equals(etag);
        try {
            var range =
                    rangeCounts
                            ? ByteRange.parse(wanted.range(), size)
                            : Optional.<ByteRange>empty();
            return new Served(key, contentType, size, etag, range.orElse(null), false);
        } catch (ByteRange.OutsideException e) {
            throw new GatewayException(new GatewayError.RangeOutside(size));
        }
    }

    private static boolean matches(String header, String etag) {
        for (var tag : header.split(",")) {
            var plain = tag.strip();
            if (plain.equals("*") || plain.equals(etag) || plain.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }

    /// Opens what is to be sent. Close it.
    public StoredFile open(Job job, Served served) {
        return store.open(served.key(), served.piece()).orElseThrow(() -> lost(job, served.key()));
    }

    private static GatewayException lost(Job job, String key) {
        LOG.errorf("an object of a completed job is missing job=%s key=%s", job.id(), key);
        return new GatewayException(new GatewayError.FilesGone());
    }
}
