package dev.reelay.api.upload;

import dev.reelay.common.id.HexId;
import java.util.Optional;
import java.util.UUID;

/// `upl_` and 32 hex digits.
public record UploadId(UUID value) {
    private static final String WORD = "upl_";

    public static Optional<UploadId> parse(String text) {
        return HexId.parse(WORD, text).map(UploadId::new);
    }

    @Override
    public String toString() {
        return HexId.text(WORD, value);
    }
}
