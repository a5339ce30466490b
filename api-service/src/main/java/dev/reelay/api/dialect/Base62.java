package dev.reelay.api.dialect;

import java.math.BigInteger;
import java.util.Optional;

/// Whole numbers as a fixed count of the digits 0-9, A-Z, a-z.
public final class Base62 {
    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

    private Base62() {}

    public static String text(BigInteger value, int digits) {
        var text = new char[digits];
        var rest = value;
        for (var i = digits - 1; i >= 0; i--) {
            var step = rest.divideAndRemainder(BASE);
            text[i] = DIGITS.charAt(step[1].intValue());
            rest = step[0];
        }
        return new String(text);
    }

    /// Empty where the text has another character.
    public static Optional<BigInteger> value(String text) {
        var value = BigInteger.ZERO;
        for (var i = 0; i < text.length(); i++) {
            var digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            value = value.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        return Optional.of(value);
    }
}
