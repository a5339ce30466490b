package dev.reelay.worker.provider.api;

import java.util.regex.Pattern;

/// An upstream's own words, made fit for a tenant: one line of bearable length without addresses or
/// what looks like a key.
public final class VendorText {
    private static final int LONGEST = 300;
    private static final Pattern ADDRESS = Pattern.compile("(?i)\\b(https?://|www\\.)\\S+");
    private static final Pattern KEY =
            Pattern.compile("(?i)\\b(sk|ak|api[-_]?key|bearer|token|key)[-_ :=]+[\\w.-]{12,}\\S*");
    private static final Pattern LONG_WORD = Pattern.compile("[\\w+/=-]{40,}");
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");

    private VendorText() {}

    /// Empty where nothing is left.
    public static String clean(String text) {
        var line = SPACE.matcher(text).replaceAll(" ").strip();
        line = ADDRESS.matcher(line).replaceAll("…");
        line = KEY.matcher(line).replaceAll("…");
        line = LONG_WORD.matcher(line).replaceAll("…");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
