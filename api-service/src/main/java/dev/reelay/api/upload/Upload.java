package dev.reelay.api.upload;

import java.time.Instant;

/// A file that a tenant gave ahead.
///
/// @param key of the object
public record Upload(UploadId id, String key, String contentType, Instant expiresAt) {}
