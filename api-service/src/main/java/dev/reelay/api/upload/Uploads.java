package dev.reelay.api.upload;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Spool;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.id.TenantId;
import dev.reelay.media.BadMediaException;
import dev.reelay.media.InspectMedia;
import dev.reelay.media.MediaFile;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Keeps files for later submissions. The same bytes given twice are one upload, whose life begins
/// again.
@Singleton
public final class Uploads {
    private static final int MOST_EXPIRED = 100;
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final PostgresUploads uploads;
    private final ObjectStore store;
    private final UploadConfig config;

    Uploads(PostgresUploads uploads, ObjectStore store, UploadConfig config) {
        this.uploads = uploads;
        this.store = store;
        this.config = config;
    }

    /// Checks and stores the file; the row comes first, so that an object without one cannot stay.
    public Upload keep(TenantId tenant, Spool.Spooled file) {
        var type = inspect(file).contentType();
        var upload =
                uploads.announce(tenant, file.sha256(), type, file.bytes(), config.kept())
                        .orElseThrow(() -> new GatewayException(new GatewayError.TryLater(WAIT)));
        store.put(upload.key(), file.file(), type);
        uploads.stored(tenant, upload.id());
        return upload;
    }

    private static MediaFile inspect(Spool.Spooled file) {
        try {
            return InspectMedia.inspect(file.file());
        } catch (BadMediaException e) {
            throw invalid("file", e.fault());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The tenant's upload, kept until then at least.
    public Optional<Upload> use(TenantId tenant, UUID id, Instant until) {
        return uploads.keep(tenant, id, until);
    }

    /// Removes what is past its time; how many.
    public int removeExpired() {
        var expired = uploads.claimExpired(MOST_EXPIRED);
        if (!expired.isEmpty()) {
            store.delete(expired.stream().map(PostgresUploads.Expired::key).toList());
            uploads.remove(expired.stream().map(PostgresUploads.Expired::id).toList());
        }
        return expired.size();
    }
}
