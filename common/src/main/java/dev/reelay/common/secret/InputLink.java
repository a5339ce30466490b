package dev.reelay.common.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// Names an input of a job in the address that a provider is given to fetch it from, and proves
/// that we gave it. Nothing is stored: the worker makes links, the api reads them.
public final class InputLink {
    private static final int LONGEST = 2000;

    private final SignedBytes signed;

    public InputLink(MasterKey master) {
        signed = new SignedBytes(master.derive("input-link/1"));
    }

    /// What a link leads to.
    ///
    /// @param object its key in our bucket
    /// @param contentType e.g. `video/mp4`
    /// @param end when the link ends, in whole seconds
    public record Target(String object, String contentType, Instant end) {}

    /// Letters, digits, `-` and `_`; the same every time.
    public String of(Target target) {
        var text = target.contentType() + "\n" + target.object();
        var letters = text.getBytes(StandardCharsets.UTF_8);
        return signed.text(
                ByteBuffer.allocate(Long.BYTES + letters.length)
                        .putLong(target.end().getEpochSecond())
                        .put(letters)
                        .array());
    }

    /// Empty where it is not one of ours. Whether it has ended is the reader's to judge.
    public Optional<Target> read(String link) {
        return link.length() > LONGEST
                ? Optional.empty()
                : signed.read(link).map(InputLink::target);
    }

    private static Target target(ByteBuffer facts) {
        var end = Instant.ofEpochSecond(facts.getLong());
        var text = StandardCharsets.UTF_8.decode(facts).toString();
        var line = text.indexOf('\n');
        return new Target(text.substring(line + 1), text.substring(0, line), end);
    }
}
