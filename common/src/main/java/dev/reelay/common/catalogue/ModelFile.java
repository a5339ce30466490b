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
        @Nullable LocalDate retired,
        @Nullable Map<String, List<String>> aliases,
        Set<Mode> modes,
        DurationsFile durations,
        List<Resolution> resolutions,
        List<AspectRatio> aspectRatios,
        @Nullable List<FrameSize> sizes,
        @Nullable Integer longestSide,
        @Nullable Integer references,
        @Nullable List<String> qualities,
        Model.Audio audio,
        Model.@Nullable Range fps,
        int outputs,
        String plan,
        Model.Defaults defaults,
        PriceFile price,
        @Nullable List<RouteFile> routes,
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
            @Nullable Map<Resolution, BigDecimal> perSecond,
            @Nullable Map<Resolution, Map<Integer, BigDecimal>> perClip,
            @Nullable BigDecimal audioFactor,
            @Nullable Map<String, BigDecimal> qualityFactors,
            @Nullable BigDecimal step) {
        private static final BigDecimal MICRO = new BigDecimal("0.000001");

        Model.Price price() {
            return new Model.Price(
                    perSecond == null ? Map.of() : Map.copyOf(perSecond),
                    perClip == null ? Map.of() : Map.copyOf(perClip),
                    audioFactor == null ? BigDecimal.ONE : audioFactor,
                    qualityFactors == null ? Map.of() : Map.copyOf(qualityFactors),
                    step == null ? MICRO : step);
        }
    }

    record RouteFile(String provider, String model, @Nullable List<Integer> renders) {
        Model.Route route() {
            return new Model.Route(
                    provider, model, renders == null ? List.of() : List.copyOf(renders));
        }
    }

    Model model() {
        return new Model(
                id,
                name,
                description,
                owner,
                created,
                retired,
                aliases == null ? Map.of() : Map.copyOf(aliases),
                Set.copyOf(modes),
                durations.durations(),
                new Model.Frames(
                        List.copyOf(resolutions),
                        List.copyOf(aspectRatios),
                        sizes == null ? List.of() : List.copyOf(sizes),
                        longestSide),
                references == null ? 0 : references,
                qualities == null ? List.of() : List.copyOf(qualities),
                audio,
                fps,
                outputs,
                plan,
                defaults,
                price.price(),
                routes == null ? List.of() : routes.stream().map(RouteFile::route).toList(),
                expectedSeconds);
    }
}
