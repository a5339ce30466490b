package dev.reelay.worker.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelay.worker.provider.sandbox.Script.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedPromptTest {
    private static Script script(String prompt) throws Refusal {
        return ScriptedPrompt.read(prompt).script();
    }

    @Nested
    class GivenNoDirective {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a red kite",
                    "",
                    "[sandboxes] in the park",
                    "[Sandbox delay=1s]",
                    "a [sandbox without an end",
                    "sandbox delay=1s",
                    "[ sandbox ]"
                })
        void when_read_then_the_prompt_is_all_text(String prompt) throws Refusal {
            assertThat(ScriptedPrompt.read(prompt))
                    .isEqualTo(new ScriptedPrompt(prompt, Script.NONE));
        }
    }

    @Nested
    class GivenADirective {
        @Test
        void when_it_has_all_keys_then_all_count() throws Refusal {
            assertThat(script("[sandbox outcome=completed delay=3s clip=tiny]"))
                    .isEqualTo(new Script(Outcome.COMPLETED, Duration.ofSeconds(3), true));
        }

        @ParameterizedTest
        @CsvSource({
            "completed, COMPLETED",
            "content_policy, CONTENT_POLICY",
            "provider_error, PROVIDER_ERROR",
            "timeout, TIMEOUT",
            "stuck, STUCK"
        })
        void when_it_names_an_outcome_then_that_counts(String word, Outcome outcome)
                throws Refusal {
            assertThat(script("[sandbox outcome=" + word + "]").outcome()).isEqualTo(outcome);
        }

        @ParameterizedTest
        @CsvSource({"0s, 0", "3s, 3000", "250ms, 250", "3600s, 3600000", "0ms, 0"})
        void when_it_names_a_delay_then_that_counts(String word, long millis) throws Refusal {
            assertThat(script("[sandbox delay=" + word + "]").delay())
                    .isEqualTo(Duration.ofMillis(millis));
        }

        @Test
        void when_it_is_empty_then_nothing_is_scripted() throws Refusal {
            assertThat(script("[sandbox]")).isEqualTo(Script.NONE);
            assertThat(script("[sandbox  \n ]")).isEqualTo(Script.NONE);
        }

        @Test
        void when_it_stands_within_text_then_the_text_is_kept() throws Refusal {
            assertThat(ScriptedPrompt.read("a kite\n[sandbox\tdelay=1s\n clip=tiny] at dusk"))
                    .isEqualTo(
                            new ScriptedPrompt(
                                    "a kite\n at dusk",
                                    new Script(Outcome.COMPLETED, Duration.ofSeconds(1), true)));
        }
    }

    @Nested
    class GivenADirectiveThatIsNotUnderstood {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "[sandbox outcome=lost] | outcome=lost; allowed: completed, content_policy,"
                            + " provider_error, timeout, stuck",
                    "[sandbox outcome=] | outcome=; allowed: completed",
                    "[sandbox outcome] | outcome=; allowed: completed",
                    "[sandbox outcome=COMPLETED] | outcome=COMPLETED; allowed",
                    "[sandbox delay=3] | delay=3; allowed: seconds or milliseconds up to 3600s",
                    "[sandbox delay=-1s] | delay=-1s; allowed",
                    "[sandbox delay=3601s] | delay=3601s; allowed",
                    "[sandbox delay=1.5s] | delay=1.5s; allowed",
                    "[sandbox delay=99999999999999s] | delay=99999999999999s; allowed",
                    "[sandbox clip=huge] | clip=huge; allowed: tiny",
                    "[sandbox speed=2] | does not know 'speed'; it takes outcome, delay, clip",
                    "[sandbox castle] | does not know 'castle'",
                    "[sandbox delay=1s delay=2s] | says 'delay' twice",
                    "[sandbox delay=1s] [sandbox clip=tiny] | more than one [sandbox] directive"
                })
        void when_read_then_the_refusal_names_what_is_allowed(String prompt, String why) {
            assertThatThrownBy(() -> ScriptedPrompt.read(prompt))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(why);
        }

        @Test
        void when_the_value_is_long_then_the_message_is_not() {
            assertThatThrownBy(() -> script("[sandbox outcome=" + "x".repeat(30_000) + "]"))
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
        }
    }
}
