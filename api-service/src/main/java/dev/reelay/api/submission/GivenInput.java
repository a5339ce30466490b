package dev.reelay.api.submission;

import dev.reelay.media.MediaFile;
import dev.reelay.common.event.JobSpec;
import java.nio.file.Path;
import java.util.UUID;

/// An image that a submission brings.
///
/// @param field canonical name, for errors
public record GivenInput(String field, JobSpec.Role role, Source source) {
    /// Where the bytes are.
    public sealed interface Source {
        /// In a temporary file of the request, checked.
        record Inline(Path file, MediaFile.Image image) implements Source {}

        /// In the store since an upload.
        record Upload(UUID id) implements Source {}
    }
}
