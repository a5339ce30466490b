package dev.reelay.billing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reelay.billing.price.Price.Priced;
import dev.reelay.billing.price.Price.Unpriceable;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.CatalogueLoader;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.catalogue.Resolution;
import dev.reelay.common.credit.Credits;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceVersionTest {
    private static final BigDecimal FEE = new BigDecimal("0.05");
    private static final String MODEL = "reelay/storyboard-1";

    private static PriceVersion version(String perSecond, String audioFactor, String step) {
        var rule =
                new PriceRule(
                        Map.of(Resolution.P720, new BigDecimal(perSecond)),
                        Map.of(Resolution.P1080, Map.of(6, new BigDecimal("13"))),
                        new BigDecimal(audioFactor),
                        Map.of("pro", new BigDecimal("1.5")),
                        Map.of(Mode.VIDEO, new BigDecimal("2")),
                        null,
                        new BigDecimal(step));
        return new PriceVersion(7, Map.of(MODEL, rule), List.of(), FEE);
    }

    private static Facts facts(int seconds, boolean audio, int outputs) {
        return new Facts(MODEL, Mode.TEXT, seconds, "720p", 1280, 720, audio, null, outputs, null);
    }

    @Nested
    class GivenAModelWithAPrice {
        @ParameterizedTest
        @CsvSource({
            // rate, factor, step, seconds, audio, outputs, credits
            "0.2, 1.25, 0.01, 5, false, 1, 1",
            "0.2, 1.25, 0.01, 5, true, 1, 1.25",
            "0.2, 1.25, 0.01, 5, true, 4, 5",
            "0.2, 1.25, 1, 3, false, 1, 1",
            "0.2, 1.25, 1, 6, false, 1, 2",
            "2.4, 1, 1, 5, false, 1, 12",
            "0.1, 1, 0.000001, 3, false, 1, 0.3",
            "0.333333, 1, 0.01, 3, false, 1, 1",
            "0.333334, 1, 0.01, 3, false, 1, 1.01",
            "0.000001, 1.000001, 0.000001, 1, true, 1, 0.000002",
            "0, 1, 1, 30, true, 4, 0",
            "0.07, 1, 0.05, 1, false, 3, 0.3",
        })
        void then_each_output_is_rounded_up_to_the_step_and_all_are_paid_for(
                String rate,
                String factor,
                String step,
                int seconds,
                boolean audio,
                int outputs,
                String credits) {
            var price =
                    version(rate, factor, step)
                            .price(facts(seconds, audio, outputs), Payer.ANYBODY);
            assertThat(price).isEqualTo(new Priced(7, Credits.of(credits)));
        }

        @ParameterizedTest
        @CsvSource({
            // tier, seconds, quality, audio, credits
            "1080p, 6, , false, 13",
            "1080p, 6, pro, true, 25",
            "720p, 5, pro, false, 2",
            "720p, 5, std, false, 1",
        })
        void then_a_clip_that_has_a_price_of_its_own_costs_that_and_quality_has_a_factor(
                String tier, int seconds, @Nullable String quality, boolean audio, String credits) {
            var facts = new Facts(MODEL, Mode.TEXT, seconds, tier, 0, 0, audio, quality, 1, null);
            assertThat(version("0.2", "1.25", "1").price(facts, Payer.ANYBODY))
                    .isEqualTo(new Priced(7, Credits.of(credits)));
        }

        @Test
        void when_a_tier_has_prices_for_clips_of_other_lengths_only_then_it_is_unpriceable() {
            var facts = new Facts(MODEL, Mode.TEXT, 10, "1080p", 0, 0, false, null, 1, null);
            assertThat(version("0.2", "1", "1").price(facts, Payer.ANYBODY))
                    .isInstanceOf(Unpriceable.class);
        }

        @Test
        void when_no_tier_is_named_then_the_size_has_the_price_of_the_tier_that_holds_it() {
            var unnamed = new Facts(MODEL, Mode.IMAGE, 5, null, 720, 1280, false, null, 1, null);
            assertThat(version("0.2", "1", "0.01").price(unnamed, Payer.ANYBODY))
                    .isEqualTo(new Priced(7, Credits.of("1")));
        }

        @Test
        void when_the_tier_has_no_rate_then_it_is_unpriceable() {
            var facts = new Facts(MODEL, Mode.TEXT, 5, "4K", 3840, 2160, false, null, 1, null);
            assertThat(version("0.2", "1", "0.01").price(facts, Payer.ANYBODY))
                    .isEqualTo(new Unpriceable("no price for model " + MODEL + " at 4K"));
        }

        @Test
        void when_the_sum_is_beyond_any_account_then_it_is_unpriceable() {
            var price =
                    version("1000000", "1000", "1").price(facts(86_400, true, 100), Payer.ANYBODY);
            assertThat(price).isInstanceOf(Unpriceable.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // rate, step, part, outputs, credits
        "0.2, 0.01, 0.05, 1, 0.05",
        "0.2, 0.000001, 0.333333, 2, 0.666666",
        "2.4, 1, 0.05, 3, 3",
        "0.2, 0.01, 0, 4, 0",
        "0.2, 0.01, 1, 1, 1",
    })
    void on_an_own_account_each_output_costs_a_part_rounded_up_to_the_step(
            String rate, String step, BigDecimal part, int outputs, String credits) {
        var usual = version(rate, "1", step);
        var version = new PriceVersion(7, usual.rules(), List.of(), part);
        var facts = new Facts(MODEL, Mode.TEXT, 5, "720p", 0, 0, false, null, outputs, true);
        assertThat(version.price(facts, Payer.ANYBODY))
                .isEqualTo(new Priced(7, Credits.of(credits)));
    }

    @Test
    void a_model_without_a_price_is_unpriceable() {
        var facts = new Facts("nobody/knows", Mode.TEXT, 5, "720p", 0, 0, false, null, 1, null);
        assertThat(version("1", "1", "1").price(facts, Payer.ANYBODY))
                .isEqualTo(new Unpriceable("no price for model nobody/knows"));
    }

    @Test
    void a_step_of_zero_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> version("1", "1", "0"));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 720p", "86401, 1, 720p", "5, 0, 720p", "5, 101, 720p", "5, 1, 721p"})
    void impossible_facts_are_refused(int seconds, int outputs, String resolution) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Facts(
                                        MODEL,
                                        Mode.TEXT,
                                        seconds,
                                        resolution,
                                        0,
                                        0,
                                        false,
                                        null,
                                        outputs,
                                        null));
    }

    @Nested
    class GivenACatalogue {
        private final Catalogue catalogue =
                new CatalogueLoader().load(Path.of(System.getProperty("reelay.catalogue.path")));

        @Test
        void when_there_are_no_prices_yet_then_every_model_gets_its_own() {
            var rules = PriceVersion.completed(Map.of(), catalogue).orElseThrow();
            assertThat(
                            new PriceVersion(1, rules, List.of(), FEE)
                                    .price(facts(5, true, 2), Payer.ANYBODY))
                    .isEqualTo(new Priced(1, Credits.of("2.5")));
        }

        @Test
        void when_a_model_has_a_price_then_the_catalogue_does_not_change_it() {
            var edited = version("9", "1", "1").rules();
            var rules = PriceVersion.completed(edited, catalogue).orElse(edited);
            assertThat(
                            new PriceVersion(8, rules, List.of(), FEE)
                                    .price(facts(5, false, 1), Payer.ANYBODY))
                    .isEqualTo(new Priced(8, Credits.of("45")));
        }

        @Test
        void when_every_model_has_a_price_then_nothing_is_added() {
            var all = PriceVersion.completed(Map.of(), catalogue).orElseThrow();
            assertThat(PriceVersion.completed(all, catalogue)).isEmpty();
        }
    }
}
