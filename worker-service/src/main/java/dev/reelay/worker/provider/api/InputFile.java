package dev.reelay.worker.provider.api;

import dev.reelay.common.event.JobSpec.Role;
import java.util.Base64;

/// An input of a job, read from the store.
///
/// @param contentType e.g. `image/png`
public record InputFile(Role role, String contentType, byte[] bytes) {
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public String dataUrl() {
        return "data:" + contentType + ";base64," + base64();
    }

    @Override
    public String toString() {
        return "%s of %d bytes".formatted(contentType, bytes.length);
    }
}
