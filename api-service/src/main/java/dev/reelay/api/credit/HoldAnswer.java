package dev.reelay.api.credit;

import dev.reelay.api.error.GatewayError;
import dev.reelay.common.credit.Credits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What billing says to a hold.
public sealed interface HoldAnswer {
    record Held(Price price) implements HoldAnswer {}

    /// The job was given up before; its hold is refused for ever.
    record Voided() implements HoldAnswer {}

    /// Nothing clear came back: there may be a hold.
    record NoAnswer() implements HoldAnswer {}

    /// Nothing is held, and why.
    sealed interface Refused extends HoldAnswer {
        GatewayError error();
    }

    record Short(Credits needed, Credits available) implements Refused {
        @Override
        public GatewayError error() {
            return new GatewayError.NotEnoughCredits(needed, available);
        }
    }

    record AboveMaxCost(Credits amount) implements Refused {
        @Override
        public GatewayError error() {
            return new GatewayError.InvalidField(
                    "max_cost", "is below the price of " + amount + " credits");
        }
    }

    record Unpriceable(String why) implements Refused {
        @Override
        public GatewayError error() {
            return new GatewayError.NotPriced(why);
        }
    }

    /// As many jobs as the plan allows have not ended yet.
    record TooManyUnfinished(int most) implements Refused {
        /// An end may come at any time; nobody knows which.
        private static final Duration SOON = Duration.ofSeconds(5);

        @Override
        public GatewayError error() {
            return new GatewayError.TooMany(
                    "%d jobs have not ended, and the plan has no more at a time".formatted(most),
                    SOON);
        }
    }

    /// As many jobs as the plan allows in a day were accepted today.
    ///
    /// @param left of the day
    record TooManyToday(int most, Duration left) implements Refused {
        @Override
        public GatewayError error() {
            return new GatewayError.TooMany(
                    "the plan has %d jobs a day, and the next day begins at midnight UTC"
                            .formatted(most),
                    left);
        }
    }

    /// The key or its workspace would spend more than it may.
    ///
    /// @param of `key` or `workspace`
    /// @param period `day`, `month` or `total`
    /// @param left of the period; zero for one that never ends
    record OverBudget(
            String of, String period, Credits most, Credits spent, Credits needed, Duration left)
            implements Refused {
        @Override
        public GatewayError error() {
            return new GatewayError.OverBudget(
                    "this %s may spend %s credits %s, has spent %s, and this needs %s"
                            .formatted(of, most, limited(), spent, needed),
                    needed,
                    after());
        }

        private String limited() {
            return switch (period) {
                case "day" -> "a day";
                case "month" -> "a month";
                default -> "in all";
            };
        }

        private @Nullable Duration after() {
            return left.isZero() ? null : left;
        }
    }
}
