package dev.reelay.worker.cost;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.reelay.common.catalogue.Resolution;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an upstream charges for one clip, in USD: so much for each second of its tier, else so much
/// for any clip; with sound times a factor. Exact decimals throughout. Throws
/// `IllegalArgumentException` for amounts that no upstream can charge.
///
/// @param perSecond by tier
/// @param flat of a clip whose tier has no rate; null where the cost of that is not known
/// @param audioFactor 1 where none is given
/// @param charged when; after success where nothing is said
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CostRule(
        @JsonProperty("per_second") @JsonFormat(shape = JsonFormat.Shape.STRING)
                Map<String, BigDecimal> perSecond,
        @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable BigDecimal flat,
        @JsonProperty("audio_factor") @JsonFormat(shape = JsonFormat.Shape.STRING)
                BigDecimal audioFactor,
        Charged charged) {
    private static final BigDecimal MOST = new BigDecimal("10000");
    private static final BigDecimal MOST_TIMES = new BigDecimal("1000");
    private static final int DECIMALS = 6;

    /// What makes the upstream charge.
    public enum Charged {
        /// A clip that can be fetched.
        SUCCESS,
        /// A task that it has begun, whatever comes of it.
        ACCEPTANCE;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Charged of(String word) {
            return switch (word) {
                case "success" -> SUCCESS;
                case "acceptance" -> ACCEPTANCE;
                default -> throw new IllegalArgumentException("charged is success or acceptance");
            };
        }
    }

    @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
    public CostRule {
        perSecond = perSecond == null ? Map.of() : Map.copyOf(perSecond);
        audioFactor = audioFactor == null ? BigDecimal.ONE : audioFactor;
        charged = charged == null ? Charged.SUCCESS : charged;
        perSecond.forEach(
                (tier, rate) -> {
                    if (Resolution.named(tier).isEmpty()) {
                        throw new IllegalArgumentException("per_second is by tier, as 720p");
                    }
                    refuseUnlessWithin("per_second", rate, MOST);
                });
        if (flat != null) {
            refuseUnlessWithin("flat", flat, MOST);
        }
        refuseUnlessWithin("audio_factor", audioFactor, MOST_TIMES);
        if (perSecond.isEmpty() && flat == null) {
            throw new IllegalArgumentException("a cost has per_second or flat");
        }
    }

    private static void refuseUnlessWithin(String name, BigDecimal value, BigDecimal most) {
        if (value.signum() < 0 || value.compareTo(most) > 0 || value.scale() > DECIMALS) {
            throw new IllegalArgumentException(
                    "%s must be 0 to %s with at most %d decimals"
                            .formatted(name, most.toPlainString(), DECIMALS));
        }
    }

    /// Cost of a clip in millionths of a USD, rounded up; empty where the rule does not say.
    ///
    /// @param seconds that the upstream renders
    public Optional<Long> of(String tier, int seconds, boolean audio) {
        return Optional.ofNullable(perSecond.get(tier))
                .map(rate -> rate.multiply(BigDecimal.valueOf(seconds)))
                .or(() -> Optional.ofNullable(flat))
                .map(cost -> audio ? cost.multiply(audioFactor) : cost)
                .map(
                        cost ->
                                cost.movePointRight(DECIMALS)
                                        .setScale(0, RoundingMode.CEILING)
                                        .longValueExact());
    }
}
