package dev.reelay.api.credit;

import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One entry of an account's ledger.
///
/// @param number counts the entries of the account up from 1
/// @param debit the book that the amount left
/// @param credit the book that it entered
/// @param available what was available after it
/// @param job null where it is about none
public record Entry(
        long number,
        String kind,
        String debit,
        String credit,
        Credits amount,
        Credits available,
        @Nullable JobId job,
        Instant createdAt) {
    private static final String WORD = "ent_";
    private static final String AVAILABLE = "available";
    private static final Pattern ID = Pattern.compile("ent_([1-9]\\d{0,17})");

    /// As people name it, `ent_1`; another account has one of the same name.
    public String id() {
        return WORD + number;
    }

    /// The number in an id; empty where it is none.
    public static Optional<Long> number(String id) {
        var matcher = ID.matcher(id);
        return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }

    /// What was available before it.
    Credits availableBefore() {
        if (credit.equals(AVAILABLE)) {
            return available.minus(amount);
        }
        return debit.equals(AVAILABLE) ? available.plus(amount) : available;
    }
}
