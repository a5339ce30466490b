package dev.reelay.common.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;

/// Names an input of a job in the address that a provider is given to fetch it from, and proves
/// that we gave it. Nothing is stored: the worker makes links, the api reads them.
public final class InputLink {
    private static final int PROOF = 16;
    private static final int LONGEST = 2000;

    private final SecretKey key;

    public InputLink(MasterKey master) {
        key = master.derive("input-link/1");
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
        var facts =
                ByteBuffer.allocate(Long.BYTES + letters.length)
                        .putLong(target.end().getEpochSecond())
                        .put(letters)
                        .array();
        var all = ByteBuffer.allocate(PROOF + facts.length).put(proof(facts)).put(facts);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all.array());
    }

    /// Empty where it is not one of ours. Whether it has ended is the reader's to judge.
    public Optional<Target> read(String link) {
        var bytes = decoded(link);
        if (bytes.length <= PROOF + Long.BYTES) {
            return Optional.empty();
        }
        var facts = Arrays.copyOfRange(bytes, PROOF, bytes.length);
        return MessageDigest.isEqual(Arrays.copyOf(bytes, PROOF), proof(facts))
                ? Optional.of(target(ByteBuffer.wrap(facts)))
                : Optional.empty();
    }

    private static Target target(ByteBuffer facts) {
        var end = Instant.ofEpochSecond(facts.getLong());
        var text = StandardCharsets.UTF_8.decode(facts).toString();
        var line = text.indexOf('\n');
        return new Target(text.substring(line + 1), text.substring(0, line), end);
    }

    private static byte[] decoded(String link) {
        try {
            return link.length() > LONGEST ? new byte[0] : Base64.getUrlDecoder().decode(link);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] proof(byte[] facts) {
        return Arrays.copyOf(Hmac.sign(key, facts), PROOF);
    }
}
