package dev.reelay.common.catalogue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A model as its YAML file has it; the schema has checked its form before it is read.
record ModelFile(
        String id,
        String name,
        String description,
        String owner,
        LocalDate created,
        @Nullable Map<String, List<String>> aliases,
        Set<Mode> modes,
        DurationsFile durations,
        List<Resolution> resolutions,
        List<AspectRatio> aspectRatios,
        @Nullable Integer longestSide,
        Model.Audio audio,
        Model.@Nullable Range fps,
        int outputs,
        String plan,
        Model.Defaults defaults,
        PriceFile price,
        @Nullable List<Model.Route> routes,
        int expectedSeconds) {

    record DurationsFile(
            @Nullable Integer from, @Nullable Integer to, @Nullable List<Integer> oneOf) {
        Model.Durations durations() {
            return oneOf != null
                    ? new Model.Durations.OneOf(List.copyOf(oneOf))
                    : new Model.Durations.Between(
                            Objects.requireNonNull(from), Objects.requireNonNull(to));
        }
    }

    record PriceFile(
            Map<Resolution, BigDecimal> perSecond,
            @Nullable BigDecimal audioFactor,
            @Nullable BigDecimal step) {
        private static final BigDecimal MICRO = new BigDecimal("0.000001");

        Model.Price price() {
            return new Model.Price(
                    Map.copyOf(perSecond),
                    audioFactor == null ? BigDecimal.ONE : audioFactor,
                    step == null ? MICRO : step);
        }
    }

    Model model() {
        return new Model(
                id,
                name,
                description,
                owner,
                created,
                aliases == null ? Map.of() : Map.copyOf(aliases),
                Set.copyOf(modes),
                durations.durations(),
                new Model.Frames(List.copyOf(resolutions), List.copyOf(aspectRatios), longestSide),
                audio,
                fps,
                outputs,
                plan,
                defaults,
                price.price(),
                routes == null ? List.of() : List.copyOf(routes),
                expectedSeconds);
    }
}
