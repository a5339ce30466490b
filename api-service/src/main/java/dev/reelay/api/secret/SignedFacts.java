package dev.reelay.api.secret;

import dev.reelay.common.secret.SignedBytes;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/// Facts of a fixed length as text that nobody else can make or change. Nobody is kept from reading
/// them.
public final class SignedFacts {
    private final SignedBytes signed;
    private final String ending;
    private final Pattern form;

    /// @param length of the facts, in bytes
    /// @param ending of the text, such as `.mp4`
    public SignedFacts(SecretKey key, int length, String ending) {
        this.signed = new SignedBytes(key);
        this.ending = ending;
        var letters = ((length + SignedBytes.PROOF) * 4 + 2) / 3;
        this.form = Pattern.compile("([A-Za-z0-9_-]{" + letters + "})" + Pattern.quote(ending));
    }

    /// Letters, digits, `-` and `_`, and the ending.
    public String text(byte[] facts) {
        return signed.text(facts) + ending;
    }

    /// Empty where the text is not one of ours.
    public Optional<ByteBuffer> read(String text) {
        var match = form.matcher(text);
        return match.matches() ? signed.read(match.group(1)) : Optional.empty();
    }
}
