package dev.reelay.common.credit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// An amount of credits, never negative, in whole micro-credits: 1 credit = 1,000,000. In JSON
/// between services it is that integer; people see `toString()`, a decimal string.
public record Credits(@JsonValue long micros) implements Comparable<Credits> {
    public static final Credits ZERO = new Credits(0);
    private static final int DECIMALS = 6;

    @JsonCreator
    public Credits {
        if (micros < 0) {
            throw new IllegalArgumentException("credits are never negative: " + micros);
        }
    }

    /// Reads a decimal such as `12` or `0.25`. Throws `IllegalArgumentException` for more than six
    /// decimals, a negative amount or one beyond 9,223,372,036,854 credits.
    public static Credits of(String decimal) {
        try {
            return new Credits(new BigDecimal(decimal).movePointRight(DECIMALS).longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("not an amount of credits: " + decimal, e);
        }
    }

    /// The smallest amount that is not below the exact one. Throws `IllegalArgumentException` where
    /// it is negative or too large.
    public static Credits roundedUp(BigDecimal credits) {
        return of(credits.setScale(DECIMALS, RoundingMode.CEILING).toPlainString());
    }

    public Credits plus(Credits other) {
        return new Credits(Math.addExact(micros, other.micros));
    }

    /// Throws `IllegalArgumentException` where the result would be negative.
    public Credits minus(Credits other) {
        return new Credits(Math.subtractExact(micros, other.micros));
    }

    public Credits times(int count) {
        return new Credits(Math.multiplyExact(micros, (long) count));
    }

    @Override
    public int compareTo(Credits other) {
        return Long.compare(micros, other.micros);
    }

    /// Plain decimal without trailing zeros: `12`, `0.25`.
    @Override
    public String toString() {
        if (micros == 0) {
            return "0";
        }
        return BigDecimal.valueOf(micros, DECIMALS).stripTrailingZeros().toPlainString();
    }
}
