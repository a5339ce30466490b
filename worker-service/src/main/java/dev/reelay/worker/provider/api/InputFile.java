package dev.reelay.worker.provider.api;

import dev.reelay.common.event.JobSpec.Role;
import java.util.Base64;
import java.util.Optional;

/// An input of a job, read from the store.
///
/// @param contentType e.g. `image/png`
/// @param place where the upstream has it, after an upload
public record InputFile(Role role, String contentType, byte[] bytes, Optional<String> place) {
    public InputFile(Role role, String contentType, byte[] bytes) {
        this(role, contentType, bytes, Optional.empty());
    }

    InputFile at(String where) {
        return new InputFile(role, contentType, bytes, Optional.of(where));
    }

    /// Where it was uploaded to, or an address that holds it.
    public String url() {
        return place.orElseGet(this::dataUrl);
    }

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
