package dev.reelay.simulator.vendor;

import dev.reelay.simulator.task.Order;
import java.util.Locale;
import java.util.Map;

/// Pixels of the tiers that vendors name.
final class Sizes {
    private static final Map<String, Integer> NAMED = Map.of("2k", 1440, "4k", 2160);

    private Sizes() {}

    /// Width and height.
    ///
    /// @param tier such as `720p`, `768P` or `4k`
    /// @param ratio such as `16:9`; another word means 16:9
    static Map.Entry<Integer, Integer> of(String tier, String ratio) {
        var word = tier.toLowerCase(Locale.ROOT);
        var pixels = NAMED.get(word);
        return Order.size(
                pixels == null ? Integer.parseInt(word.replace("p", "")) : pixels,
                ratio.matches("[0-9]+:[0-9]+") ? ratio : "16:9");
    }
}
