package dev.reelay.api.secret;

import dev.reelay.common.secret.Hmac;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/// Facts of a fixed length as text that nobody else can make or change. Nobody is kept from reading
/// them.
public final class SignedFacts {
    private static final int SIGNATURE = 16;

    private final SecretKey key;
    private final int length;
    private final String ending;
    private final Pattern form;

    /// @param length of the facts, in bytes
    /// @param ending of the text, such as `.mp4`
    public SignedFacts(SecretKey key, int length, String ending) {
        this.key = key;
        this.length = length;
        this.ending = ending;
        var letters = ((length + SIGNATURE) * 4 + 2) / 3;
        this.form = Pattern.compile("([A-Za-z0-9_-]{" + letters + "})" + Pattern.quote(ending));
    }

    /// Letters, digits, `-` and `_`, and the ending.
    public String text(byte[] facts) {
        var token = ByteBuffer.allocate(length + SIGNATURE).put(facts).put(sign(facts)).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token) + ending;
    }

    /// Empty where the text is not one of ours.
    public Optional<ByteBuffer> read(String text) {
        var match = form.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var token = Base64.getUrlDecoder().decode(match.group(1));
        var facts = Arrays.copyOf(token, length);
        var signature = Arrays.copyOfRange(token, length, token.length);
        return MessageDigest.isEqual(signature, sign(facts))
                ? Optional.of(ByteBuffer.wrap(facts))
                : Optional.empty();
    }

    private byte[] sign(byte[] facts) {
        return Arrays.copyOf(Hmac.sign(key, facts), SIGNATURE);
    }
}
