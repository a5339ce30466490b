package dev.reelay.api.upload;

import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// `upl_` and 32 hex digits.
public record UploadId(UUID value) {
    private static final Pattern FORM = Pattern.compile("upl_([0-9a-f]{32})");

    public static Optional<UploadId> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches() ? Optional.of(new UploadId(uuid(match.group(1)))) : Optional.empty();
    }

    private static UUID uuid(String hex) {
        var bits = new BigInteger(hex, 16);
        return new UUID(bits.shiftRight(Long.SIZE).longValue(), bits.longValue());
    }

    @Override
    public String toString() {
        return "upl_" + value.toString().replace("-", "");
    }
}
