package dev.reelay.common.catalogue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One model of the catalogue: what a tenant may ask of it, its first price, and who renders it.
///
/// @param id the id every dialect knows
/// @param retired when the upstream that the id names ended; the routes then lead to its successors
/// @param aliases further ids, by dialect
/// @param maxReferences most reference images; 0 where it takes none
/// @param qualities render tiers a client may choose from; empty where there is nothing to choose
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
        @Nullable LocalDate retired,
        Map<String, List<String>> aliases,
        Set<Mode> modes,
        Durations durations,
        Frames frames,
        int maxReferences,
        List<String> qualities,
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

    /// Picture sizes: the named tiers with the ratios, some exact sizes besides, and any other size
    /// within the longest side.
    ///
    /// @param sizes exact sizes that no tier and ratio give
    /// @param longestSide greatest width and height of a size given in pixels; null where only the
    ///   sizes that follow from a tier and a ratio are allowed
    public record Frames(
            List<Resolution> resolutions,
            List<AspectRatio> aspectRatios,
            List<FrameSize> sizes,
            @Nullable Integer longestSide) {

        /// Whether the model can make pictures of this size.
        public boolean allow(FrameSize size) {
            if (longestSide != null) {
                return size.width() <= longestSide && size.height() <= longestSide;
            }
            return named().contains(size);
        }

        /// Every size that has a name: a tier with a ratio, or one of the exact ones.
        public List<FrameSize> named() {
            return Stream.concat(
                            resolutions.stream().flatMap(r -> aspectRatios.stream().map(r::frame)),
                            sizes.stream())
                    .distinct()
                    .toList();
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

    /// Price of one output in credits: what a clip of this tier and length costs, else the tier's
    /// rate for each second; times the factors of sound and quality, rounded up to the step.
    ///
    /// @param perSecond credits by resolution tier
    /// @param perClip credits by resolution tier and seconds
    /// @param qualityFactors by render tier; 1 for one that is not listed
    /// @param step smallest unit a price is rounded up to, e.g. `1` for whole credits
    public record Price(
            Map<Resolution, BigDecimal> perSecond,
            Map<Resolution, Map<Integer, BigDecimal>> perClip,
            BigDecimal audioFactor,
            Map<String, BigDecimal> qualityFactors,
            BigDecimal step) {}

    /// A provider with its own name for the model.
    ///
    /// @param renders the lengths it renders, in seconds, where they differ from the model's: the
    ///   next longer one is rendered and trimmed; empty where it renders what is asked
    public record Route(String provider, String model, List<Integer> renders) {}

    /// The same model with only the routes to these providers.
    Model servedBy(Set<String> providers) {
        var left = routes.stream().filter(r -> providers.contains(r.provider())).toList();
        return new Model(
                id,
                name,
                description,
                owner,
                created,
                retired,
                aliases,
                modes,
                durations,
                frames,
                maxReferences,
                qualities,
                audio,
                fps,
                maxOutputs,
                plan,
                defaults,
                price,
                left,
                expectedSeconds);
    }
}
