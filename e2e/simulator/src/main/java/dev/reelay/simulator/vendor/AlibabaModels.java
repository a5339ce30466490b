package dev.reelay.simulator.vendor;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Alibaba's table of Wan models.
///
/// @param kind `t2v`, `i2v`, `r2v`, `kf2v` or `edit`
/// @param tiers the first is the default
/// @param seconds the lengths that are taken; the first is the default
record AlibabaModels(
        String name, String kind, boolean isMedia, List<String> tiers, List<Integer> seconds) {
    private static final List<Integer> ANY =
            List.of(5, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    private static final List<Integer> TO_TEN = List.of(5, 2, 3, 4, 6, 7, 8, 9, 10);
    private static final List<Integer> THREE = List.of(5, 10, 15);
    private static final List<Integer> TWO = List.of(5, 10);
    private static final List<Integer> FIVE = List.of(5);
    private static final List<String> TALL = List.of("1080P", "720P");
    private static final List<String> ALL = List.of("1080P", "480P", "720P");
    private static final List<String> OUTER = List.of("1080P", "480P");
    private static final List<String> LOW = List.of("720P", "480P");
    private static final List<String> MIDDLE = List.of("720P");

    private static final List<AlibabaModels> TABLE =
            List.of(
                    new AlibabaModels("wan2.7-t2v", "t2v", true, TALL, ANY),
                    new AlibabaModels("wan2.7-i2v", "i2v", true, TALL, ANY),
                    new AlibabaModels("wan2.7-r2v", "r2v", true, TALL, TO_TEN),
                    new AlibabaModels("wan2.7-videoedit", "edit", true, TALL, ANY),
                    new AlibabaModels("wan2.6-t2v", "t2v", false, TALL, ANY),
                    new AlibabaModels("wan2.6-t2v-us", "t2v", false, TALL, THREE),
                    new AlibabaModels("wan2.6-i2v", "i2v", false, TALL, ANY),
                    new AlibabaModels("wan2.6-i2v-us", "i2v", false, TALL, THREE),
                    new AlibabaModels("wan2.6-i2v-flash", "i2v", false, TALL, ANY),
                    new AlibabaModels("wan2.6-r2v", "r2v", false, TALL, TWO),
                    new AlibabaModels("wan2.6-r2v-flash", "r2v", false, TALL, TWO),
                    new AlibabaModels("wan2.5-t2v-preview", "t2v", false, ALL, TWO),
                    new AlibabaModels("wan2.5-i2v-preview", "i2v", false, ALL, TWO),
                    new AlibabaModels("wan2.2-t2v-plus", "t2v", false, OUTER, FIVE),
                    new AlibabaModels("wan2.2-i2v-flash", "i2v", false, LOW, FIVE),
                    new AlibabaModels("wan2.2-i2v-plus", "i2v", false, OUTER, FIVE),
                    new AlibabaModels("wanx2.1-t2v-turbo", "t2v", false, LOW, FIVE),
                    new AlibabaModels("wan2.1-t2v-turbo", "t2v", false, LOW, FIVE),
                    new AlibabaModels("wanx2.1-t2v-plus", "t2v", false, MIDDLE, FIVE),
                    new AlibabaModels("wan2.1-t2v-plus", "t2v", false, MIDDLE, FIVE),
                    new AlibabaModels("wanx2.1-i2v-turbo", "i2v", false, LOW, List.of(5, 3, 4)),
                    new AlibabaModels("wanx2.1-i2v-plus", "i2v", false, MIDDLE, FIVE),
                    new AlibabaModels("wan2.2-kf2v-flash", "kf2v", false, LOW, FIVE),
                    new AlibabaModels("wanx2.1-kf2v-plus", "kf2v", false, MIDDLE, FIVE));

    private static final Map<String, List<String>> SIZES =
            Map.of(
                    "480P", List.of("832*480", "480*832", "624*624"),
                    "720P", List.of("1280*720", "720*1280", "960*960", "1088*832", "832*1088"),
                    "1080P",
                            List.of(
                                    "1920*1080",
                                    "1080*1920",
                                    "1440*1440",
                                    "1632*1248",
                                    "1248*1632"));

    /// Null where it is not known; a dated variant is the model itself.
    static @Nullable AlibabaModels of(String model) {
        var plain = model.replaceAll("-20[0-9]{2}-[0-9]{2}-[0-9]{2}$", "");
        return TABLE.stream().filter(row -> row.name.equals(plain)).findFirst().orElse(null);
    }

    /// What `size` may be; the first is the default.
    String[] sizes() {
        return tiers.stream()
                .flatMap(tier -> SIZES.getOrDefault(tier, List.of()).stream())
                .toArray(String[]::new);
    }

    /// Whether it speaks and shows usage as the models from 2.6 on do.
    boolean isSinceSix() {
        return name.startsWith("wan2.6") || name.startsWith("wan2.7");
    }

    boolean hasSound() {
        return isSinceSix() || name.startsWith("wan2.5");
    }

    int longestPrompt() {
        return isMedia ? 5000 : hasSound() ? 1500 : 800;
    }
}
