package dev.reelay.api.content;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One range of bytes, both ends included, as RFC 9110 section 14 has it.
record ByteRange(long first, long last) {
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    long length() {
        return last - first + 1;
    }

    /// What a `Range` header asks of a file of this size. Empty for no header, several ranges or
    /// another unit, which all mean the whole file. Throws {@link OutsideException} where nothing
    /// of the file is asked for.
    static Optional<ByteRange> parse(@Nullable String header, long size) throws OutsideException {
        var match = FORM.matcher(header == null ? "" : header.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        var from = match.group(1);
        var to = match.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? Optional.empty() : Optional.of(tail(Long.parseLong(to), size));
        }
        return between(Long.parseLong(from), to.isEmpty() ? size - 1 : Long.parseLong(to), size);
    }

    private static ByteRange tail(long count, long size) throws OutsideException {
        if (count == 0 || size == 0) {
            throw new OutsideException();
        }
        return new ByteRange(Math.max(0, size - count), size - 1);
    }

    private static Optional<ByteRange> between(long first, long last, long size)
            throws OutsideException {
        if (first >= size) {
            throw new OutsideException();
        }
        return last < first
                ? Optional.empty()
                : Optional.of(new ByteRange(first, Math.min(last, size - 1)));
    }

    /// Nothing of the file lies in the range.
    static final class OutsideException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
