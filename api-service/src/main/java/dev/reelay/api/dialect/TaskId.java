package dev.reelay.api.dialect;

import dev.reelay.common.id.JobId;
import dev.reelay.common.secret.Hmac;
import dev.reelay.common.secret.MasterKey;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/// `task_` and 32 base62 digits, as New API and its descendants spell a task: the job's 128 bits,
/// the index of the output and a keyed check, so that an id cannot be guessed and needs no table.
@Singleton
public final class TaskId {
    private static final int DIGITS = 32;
    private static final int INDEX_BITS = 6;
    private static final int CHECK_BYTES = 7;
    private static final int CHECK_BITS = CHECK_BYTES * Byte.SIZE;
    private static final Pattern FORM = Pattern.compile("task_([0-9A-Za-z]{32})");

    private final SecretKey key;

    TaskId(MasterKey master) {
        key = master.derive("task id v1");
    }

    /// What an id says.
    ///
    /// @param index of the output
    public record Task(JobId job, int index) {}

    /// Whether a text has the form of such an id.
    public static boolean looksLike(String text) {
        return FORM.matcher(text).matches();
    }

    /// @param index of the output, below 64
    public String text(JobId job, int index) {
        var facts = JobBits.of(job).shiftLeft(INDEX_BITS).or(BigInteger.valueOf(index));
        return "task_" + Base62.text(facts.shiftLeft(CHECK_BITS).or(check(facts)), DIGITS);
    }

    /// Empty where the id is not one of ours.
    public Optional<Task> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches()
                ? Base62.value(match.group(1)).flatMap(this::task)
                : Optional.empty();
    }

    private Optional<Task> task(BigInteger value) {
        var facts = value.shiftRight(CHECK_BITS);
        var told = value.subtract(facts.shiftLeft(CHECK_BITS));
        var fits = facts.bitLength() <= JobBits.LENGTH + INDEX_BITS && told.equals(check(facts));
        return fits
                ? Optional.of(
                        new Task(
                                JobBits.job(facts.shiftRight(INDEX_BITS)),
                                facts.intValue() & ((1 << INDEX_BITS) - 1)))
                : Optional.empty();
    }

    private BigInteger check(BigInteger facts) {
        return new BigInteger(1, Arrays.copyOf(Hmac.sign(key, facts.toByteArray()), CHECK_BYTES));
    }
}
