package dev.reelay.common.catalogue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One model of the catalogue: what a tenant may ask of it, its first price, and who renders it.
///
/// @param id the id every dialect knows
/// @param aliases further ids, by dialect
/// @param plan least plan that may use it
/// @param price the rule that seeds billing's first price version
/// @param routes who renders it, in order; empty for a model that only test keys can use
/// @param expectedSeconds how long one clip usually takes, for waits and the fair queue
public record Model(
        String id,
        String name,
        String description,
        String owner,
        LocalDate created,
        Map<String, List<String>> aliases,
        Set<Mode> modes,
        Durations durations,
        Frames frames,
        Audio audio,
        @Nullable Range fps,
        int maxOutputs,
        String plan,
        Defaults defaults,
        Price price,
        List<Route> routes,
        int expectedSeconds) {

    /// Lengths a clip can have, in seconds.
    public sealed interface Durations {
        boolean allow(int seconds);

        /// Whole seconds in a range, both ends included.
        record Between(int from, int to) implements Durations {
            @Override
            public boolean allow(int seconds) {
                return seconds >= from && seconds <= to;
            }

            @Override
            public String toString() {
                return from + " to " + to;
            }
        }

        /// Exactly these.
        record OneOf(List<Integer> seconds) implements Durations {
            @Override
            public boolean allow(int wanted) {
                return seconds.contains(wanted);
            }

            @Override
            public String toString() {
                return String.join(", ", seconds.stream().map(String::valueOf).toList());
            }
        }
    }

    /// Picture sizes: the named tiers with the ratios, and any other size within the longest side.
    ///
    /// @param longestSide greatest width and height of a size given in pixels; null where only the
    ///   sizes that follow from a tier and a ratio are allowed
    public record Frames(
            List<Resolution> resolutions,
            List<AspectRatio> aspectRatios,
            @Nullable Integer longestSide) {

        /// Whether the model can make pictures of this size.
        public boolean allow(FrameSize size) {
            if (longestSide != null) {
                return size.width() <= longestSide && size.height() <= longestSide;
            }
            return resolutions.stream()
                    .anyMatch(r -> aspectRatios.stream().anyMatch(a -> r.frame(a).equals(size)));
        }
    }

    /// Whether clips have sound.
    public enum Audio {
        NEVER,
        OPTIONAL,
        ALWAYS
    }

    /// A range of whole numbers, both ends included.
    public record Range(int from, int to) {
        public boolean allows(int value) {
            return value >= from && value <= to;
        }

        @Override
        public String toString() {
            return from + " to " + to;
        }
    }

    /// What a submission that does not say gets.
    public record Defaults(
            int duration, Resolution resolution, AspectRatio aspectRatio, boolean audio) {}

    /// Price of one output in credits: the tier's rate for each second, times the audio factor
    /// where it has sound, rounded up to the step.
    ///
    /// @param perSecond credits by resolution tier
    /// @param step smallest unit a price is rounded up to, e.g. `1` for whole credits
    public record Price(
            Map<Resolution, BigDecimal> perSecond, BigDecimal audioFactor, BigDecimal step) {}

    /// A provider with its own name for the model.
    public record Route(String provider, String model) {}
}
