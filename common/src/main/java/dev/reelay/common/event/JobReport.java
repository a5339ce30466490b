package dev.reelay.common.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A job's whole present state at the worker, on {@link Topics#VIDEO_EVENTS}. A receiver ignores a
/// report whose version is not above the one it stored, so reports may be lost or come in any
/// order.
///
/// @param version grows with every change the worker tells of; the first report has 1
/// @param progress 0 to 100
/// @param outputs the delivered clips, by index; empty until the job has ended
/// @param failure why nothing was delivered; only where the status is failed, cancelled or expired
/// @param warnings hints that the route could not take
/// @param charges what upstreams charge for the job, where that is known; empty until it has ended
public record JobReport(
        JobId job,
        TenantId tenant,
        int version,
        Status status,
        int progress,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<Output> outputs,
        @Nullable Failure failure,
        List<String> warnings,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Charge> charges) {

    @SuppressWarnings("NullAway") // most messages, and all of older writers, have no charges
    public JobReport {
        outputs = List.copyOf(outputs);
        warnings = List.copyOf(warnings);
        charges = charges == null ? List.of() : List.copyOf(charges);
    }

    /// Nothing is known of charges.
    public JobReport(
            JobId job,
            TenantId tenant,
            int version,
            Status status,
            int progress,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            List<Output> outputs,
            @Nullable Failure failure,
            List<String> warnings) {
        this(
                job, tenant, version, status, progress, startedAt, endedAt, outputs, failure,
                warnings, List.of());
    }

    /// The same, with what upstreams charge for it.
    public JobReport charging(List<Charge> known) {
        return new JobReport(
                job, tenant, version, status, progress, startedAt, endedAt, outputs, failure,
                warnings, known);
    }

    /// Where the job is. `QUEUED` says that the worker has stored it.
    public enum Status {
        QUEUED,
        IN_PROGRESS,
        COMPLETED,
        FAILED,
        CANCELLED,
        EXPIRED;

        public boolean ended() {
            return switch (this) {
                case QUEUED, IN_PROGRESS -> false;
                case COMPLETED, FAILED, CANCELLED, EXPIRED -> true;
            };
        }

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One delivered clip, as probed from the stored file.
    ///
    /// @param index 0-based place among the outputs asked for
    /// @param sha256 lower-case hex
    /// @param thumbnailKey of one frame as WebP; null where none could be read
    /// @param spritesheetKey of a sheet of frames as JPEG; null where none could be read
    /// @param paid what part of its price is paid, where it is not all
    public record Output(
            int index,
            String key,
            String contentType,
            long bytes,
            String sha256,
            int width,
            int height,
            long durationMillis,
            boolean audio,
            @Nullable String thumbnailKey,
            @Nullable String spritesheetKey,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Part paid) {
        /// One that is paid in full.
        public Output(
                int index,
                String key,
                String contentType,
                long bytes,
                String sha256,
                int width,
                int height,
                long durationMillis,
                boolean audio,
                @Nullable String thumbnailKey,
                @Nullable String spritesheetKey) {
            this(
                    index,
                    key,
                    contentType,
                    bytes,
                    sha256,
                    width,
                    height,
                    durationMillis,
                    audio,
                    thumbnailKey,
                    spritesheetKey,
                    null);
        }

        /// The same, of which only a part is paid.
        public Output paying(Part part) {
            return new Output(
                    index,
                    key,
                    contentType,
                    bytes,
                    sha256,
                    width,
                    height,
                    durationMillis,
                    audio,
                    thumbnailKey,
                    spritesheetKey,
                    part);
        }
    }

    /// A part of a whole, such as the delivered milliseconds of those that were ordered.
    public record Part(long had, long of) {}

    /// What an upstream charges the operator for an attempt, by the operator's own word for it.
    /// Once for each attempt, whose id never comes again.
    ///
    /// @param output that the attempt was to make
    /// @param account the operator's at the provider
    /// @param model the provider's name for it
    /// @param costMicros millionths of a USD
    /// @param presumed whether nobody saw how the attempt ended, so that it may be less
    public record Charge(
            UUID attempt,
            int output,
            String provider,
            String account,
            String model,
            long costMicros,
            boolean presumed) {}

    /// Why an execution gave nothing.
    ///
    /// @param message safe to show to the tenant
    public record Failure(Reason reason, String message) {}

    /// What kind of failure; each dialect has its own word for it.
    public enum Reason {
        CONTENT_POLICY,
        INVALID_INPUT,
        PROVIDER_ERROR,
        PROVIDER_UNAVAILABLE,
        STORAGE_ERROR,
        TIMEOUT,
        CANCELLED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
