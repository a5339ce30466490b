package dev.reelay.billing.price;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.catalogue.Model;
import dev.reelay.common.catalogue.Resolution;
import dev.reelay.common.credit.Credits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Price of one output of a model: what a clip of this tier and length costs, else the tier's rate
/// for each second, else what every clip costs; times the factors of sound, quality and mode,
/// rounded up to the step. Exact decimals throughout. Throws `IllegalArgumentException` for amounts
/// and factors that no price can have.
///
/// @param perSecond credits by tier
/// @param perClip credits by tier and seconds
/// @param qualityFactors by render tier; 1 for one that is not listed
/// @param modeFactors by what the clip is made from; 1 for one that is not listed
/// @param flat credits of a clip whose tier has neither; null for no price then
/// @param step smallest unit a price is rounded up to, above zero
record PriceRule(
        @JsonProperty("per_second") @JsonFormat(shape = JsonFormat.Shape.STRING)
                Map<Resolution, BigDecimal> perSecond,
        @JsonProperty("per_clip") @JsonFormat(shape = JsonFormat.Shape.STRING)
                Map<Resolution, Map<Integer, BigDecimal>> perClip,
        @JsonProperty("audio_factor") @JsonFormat(shape = JsonFormat.Shape.STRING)
                BigDecimal audioFactor,
        @JsonProperty("quality_factors") @JsonFormat(shape = JsonFormat.Shape.STRING)
                Map<String, BigDecimal> qualityFactors,
        @JsonProperty("mode_factors") @JsonFormat(shape = JsonFormat.Shape.STRING)
                Map<Mode, BigDecimal> modeFactors,
        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonFormat(shape = JsonFormat.Shape.STRING)
                @Nullable BigDecimal flat,
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal step) {
    private static final BigDecimal MOST = new BigDecimal("1000000");
    private static final BigDecimal MOST_TIMES = new BigDecimal("1000");
    private static final BigDecimal USUAL_STEP = new BigDecimal("0.01");
    private static final int MOST_DECIMALS = 6;

    /// A version from before there were these parts of a rule lacks them.
    @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
    PriceRule {
        perSecond = perSecond == null ? Map.of() : Map.copyOf(perSecond);
        perClip = perClip == null ? Map.of() : Map.copyOf(perClip);
        qualityFactors = qualityFactors == null ? Map.of() : Map.copyOf(qualityFactors);
        modeFactors = modeFactors == null ? Map.of() : Map.copyOf(modeFactors);
        audioFactor = audioFactor == null ? BigDecimal.ONE : audioFactor;
        step = step == null ? USUAL_STEP : step;
        perSecond.values().forEach(rate -> refuseUnlessAmount("per_second", rate));
        perClip.values().stream()
                .flatMap(byLength -> byLength.values().stream())
                .forEach(price -> refuseUnlessAmount("per_clip", price));
        if (flat != null) {
            refuseUnlessAmount("flat", flat);
        }
        refuseUnlessFactor("audio_factor", audioFactor);
        qualityFactors.values().forEach(f -> refuseUnlessFactor("quality_factors", f));
        modeFactors.values().forEach(f -> refuseUnlessFactor("mode_factors", f));
        refuseUnlessAmount("step", step);
        if (step.signum() == 0) {
            throw new IllegalArgumentException("the step of a price must be above zero");
        }
    }

    private static void refuseUnlessAmount(String name, BigDecimal amount) {
        refuseUnlessWithin(name, amount, MOST);
    }

    static void refuseUnlessFactor(String name, BigDecimal factor) {
        refuseUnlessWithin(name, factor, MOST_TIMES);
    }

    static void refuseUnlessPart(String name, BigDecimal part) {
        refuseUnlessWithin(name, part, BigDecimal.ONE);
    }

    private static void refuseUnlessWithin(String name, BigDecimal value, BigDecimal most) {
        if (value.signum() < 0 || value.compareTo(most) > 0 || value.scale() > MOST_DECIMALS) {
            throw new IllegalArgumentException(
                    "%s must be 0 to %s with at most %d decimals"
                            .formatted(name, most.toPlainString(), MOST_DECIMALS));
        }
    }

    static PriceRule of(Model.Price price) {
        return new PriceRule(
                price.perSecond(),
                price.perClip(),
                price.audioFactor(),
                price.qualityFactors(),
                Map.of(),
                null,
                price.step());
    }

    /// Empty where the tier has no rate. Throws `IllegalArgumentException` for a price beyond what
    /// `Credits` can say.
    ///
    /// @param payersFactor of who pays, before it is rounded
    Optional<Credits> perOutput(Facts facts, BigDecimal payersFactor) {
        return clip(facts)
                .or(() -> seconds(facts))
                .or(() -> Optional.ofNullable(flat))
                .map(price -> facts.audio() ? price.multiply(audioFactor) : price)
                .map(price -> price.multiply(qualityFactor(facts)))
                .map(
                        price ->
                                price.multiply(
                                        modeFactors.getOrDefault(facts.mode(), BigDecimal.ONE)))
                .map(price -> price.multiply(payersFactor))
                .map(this::roundedUp);
    }

    private Optional<BigDecimal> clip(Facts facts) {
        return Optional.ofNullable(perClip.get(facts.tier()))
                .map(byLength -> byLength.get(facts.seconds()));
    }

    private Optional<BigDecimal> seconds(Facts facts) {
        return Optional.ofNullable(perSecond.get(facts.tier()))
                .map(rate -> rate.multiply(BigDecimal.valueOf(facts.seconds())));
    }

    private BigDecimal qualityFactor(Facts facts) {
        return facts.quality() == null
                ? BigDecimal.ONE
                : qualityFactors.getOrDefault(facts.quality(), BigDecimal.ONE);
    }

    private Credits roundedUp(BigDecimal price) {
        return Credits.roundedUp(price.divide(step, 0, RoundingMode.CEILING).multiply(step));
    }
}
