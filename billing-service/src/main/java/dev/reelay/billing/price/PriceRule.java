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

/// Price of one output of a model: the tier's rate for each second, times the audio factor where it
/// has sound, rounded up to the step. Exact decimals throughout.
///
/// @param perSecond credits by tier
/// @param step smallest unit a price is rounded up to, above zero
record PriceRule(
        @JsonProperty("per_second") @JsonFormat(shape = JsonFormat.Shape.STRING)
                Map<Resolution, BigDecimal> perSecond,
        @JsonProperty("audio_factor") @JsonFormat(shape = JsonFormat.Shape.STRING)
                BigDecimal audioFactor,
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal step) {

    PriceRule {
        perSecond = Map.copyOf(perSecond);
        if (step.signum() <= 0) {
            throw new IllegalArgumentException("the step of a price must be above zero");
        }
    }

    static PriceRule of(Model.Price price) {
        return new PriceRule(price.perSecond(), price.audioFactor(), price.step());
    }

    /// Empty where the tier has no rate. Throws `IllegalArgumentException` for a price beyond what
    /// `Credits` can say.
    Optional<Credits> perOutput(Facts facts) {
        return Optional.ofNullable(perSecond.get(facts.tier()))
                .map(rate -> rate.multiply(BigDecimal.valueOf(facts.seconds())))
                .map(price -> facts.audio() ? price.multiply(audioFactor) : price)
                .map(this::roundedUp);
    }

    private Credits roundedUp(BigDecimal price) {
        return Credits.roundedUp(price.divide(step, 0, RoundingMode.CEILING).multiply(step));
    }
}
