package dev.reelay.billing.price;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.common.catalogue.Model;
import dev.reelay.common.catalogue.Resolution;
import dev.reelay.common.credit.Credits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/// Price of one output of a model: what a clip of this tier and length costs, else the tier's rate
/// for each second; times the factors of sound and quality, rounded up to the step. Exact decimals
/// throughout.
///
/// @param perSecond credits by tier
/// @param perClip credits by tier and seconds
/// @param qualityFactors by render tier; 1 for one that is not listed
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
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal step) {

    /// A version from before there were these parts of a rule lacks them.
    @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
    PriceRule {
        perSecond = perSecond == null ? Map.of() : Map.copyOf(perSecond);
        perClip = perClip == null ? Map.of() : Map.copyOf(perClip);
        qualityFactors = qualityFactors == null ? Map.of() : Map.copyOf(qualityFactors);
        if (step.signum() <= 0) {
            throw new IllegalArgumentException("the step of a price must be above zero");
        }
    }

    static PriceRule of(Model.Price price) {
        return new PriceRule(
                price.perSecond(),
                price.perClip(),
                price.audioFactor(),
                price.qualityFactors(),
                price.step());
    }

    /// Empty where the tier has no rate. Throws `IllegalArgumentException` for a price beyond what
    /// `Credits` can say.
    Optional<Credits> perOutput(Facts facts) {
        return clip(facts)
                .or(() -> seconds(facts))
                .map(price -> facts.audio() ? price.multiply(audioFactor) : price)
                .map(price -> price.multiply(qualityFactor(facts)))
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
