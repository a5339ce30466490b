package dev.reelay.api.submission;

import dev.reelay.api.job.Ancestry;
import dev.reelay.common.event.JobSpec;
import dev.reelay.media.MediaFile;
import java.nio.file.Path;
import java.util.UUID;

/// An image or a clip that a submission brings.
///
/// @param field canonical name, for errors
public record GivenInput(String field, JobSpec.Role role, Source source) {
    /// Where the bytes are.
    public sealed interface Source {
        /// In a temporary file of the request, checked.
        record Inline(Path file, MediaFile media) implements Source {}

        /// In the store since an upload.
        record Upload(UUID id) implements Source {}

        /// On the web, to be fetched by the worker.
        ///
        /// @param text as it was given
        record Address(String text) implements Source {}

        /// A clip that we have made.
        ///
        /// @param key of the object; the job gets a copy of its own
        /// @param ancestry what it is to the new job
        record Clip(String key, String contentType, Ancestry ancestry) implements Source {}
    }
}
