package dev.reelay.worker.provider.api;

import dev.reelay.common.event.JobSpec.Role;
import java.util.Base64;
import java.util.Optional;

/// An input of a job, read from the store.
///
/// @param contentType e.g. `image/png`
/// @param place where the upstream has it, after an upload
/// @param link a public address of ours, where this installation has one
public record InputFile(
        Role role,
        String contentType,
        byte[] bytes,
        Optional<String> place,
        Optional<String> link) {
    public InputFile(Role role, String contentType, byte[] bytes) {
        this(role, contentType, bytes, Optional.empty(), Optional.empty());
    }

    /// The same input, uploaded.
    public InputFile at(String where) {
        return new InputFile(role, contentType, bytes, Optional.of(where), link);
    }

    /// The same input with a public address.
    public InputFile linked(String address) {
        return new InputFile(role, contentType, bytes, place, Optional.of(address));
    }

    /// The same picture as another file. What was linked is the old one.
    InputFile as(String type, byte[] content) {
        return new InputFile(role, type, content, place, Optional.empty());
    }

    /// An address that the upstream can fetch it from.
    ///
    /// @throws UnsupportedException where there is none
    public String web() {
        return link.orElseThrow(
                () ->
                        new UnsupportedException(
                                "this provider fetches inputs from a public address, and this"
                                        + " installation has none"));
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
