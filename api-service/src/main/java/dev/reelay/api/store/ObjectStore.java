package dev.reelay.api.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Objects in our bucket. Calls block; what goes wrong at the store is a {@link
/// StoreAwayException}.
public interface ObjectStore {
    /// First and last byte of a piece of an object, both included.
    record Piece(long first, long last) {}

    /// What is known of an object without reading it.
    record Head(long length, String etag) {}

    /// Stores the file; under the same key the newer one stays.
    void put(String key, Path file, String contentType);

    /// Copies an object within the store, with its type. Throws {@link StoreAwayException} also
    /// where there is none to copy.
    void copy(String from, String to);

    /// Empty where there is no such object.
    Optional<StoredFile> open(String key, @Nullable Piece piece);

    Optional<Head> head(String key);

    /// Up to a thousand keys that begin so.
    List<String> list(String prefix);

    /// A key without an object counts as deleted.
    void delete(List<String> keys);
}
