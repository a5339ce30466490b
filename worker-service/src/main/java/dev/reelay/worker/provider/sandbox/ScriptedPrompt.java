package dev.reelay.worker.provider.sandbox;

import dev.reelay.worker.provider.sandbox.Script.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.regex.Pattern;

/// A prompt, taken apart into what is drawn and the directive that scripts the outcome: `[sandbox
/// outcome=completed|content_policy|provider_error|timeout|stuck delay=3s clip=tiny]`, anywhere, at
/// most once, with any subset of its keys.
///
/// @param text the prompt without the directive
record ScriptedPrompt(String text, Script script) {
    private static final Pattern DIRECTIVE = Pattern.compile("\\[sandbox(?:\\s([^\\[\\]]*))?\\]");
    private static final Pattern DELAY = Pattern.compile("(\\d{1,7})(ms|s)");
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    /// Throws `Refusal` where there is a directive that the sandbox does not understand.
    static ScriptedPrompt read(String prompt) throws Refusal {
        var match = DIRECTIVE.matcher(prompt);
        if (!match.find()) {
            return new ScriptedPrompt(prompt, Script.NONE);
        }
        var text = prompt.substring(0, match.start()) + prompt.substring(match.end());
        var words = Optional.ofNullable(match.group(1)).orElse("").strip();
        if (match.find()) {
            throw new Refusal("the prompt has more than one [sandbox] directive");
        }
        return new ScriptedPrompt(text, script(words));
    }

    private static Script script(String words) throws Refusal {
        var script = Script.NONE;
        var seen = new HashSet<String>();
        for (var word : words.isEmpty() ? new String[0] : words.split("\\s+", -1)) {
            var parts = word.split("=", 2);
            if (!seen.add(parts[0])) {
                throw new Refusal("the [sandbox] directive says '" + shown(parts[0]) + "' twice");
            }
            script = with(script, parts[0], parts.length < 2 ? "" : parts[1]);
        }
        return script;
    }

    private static Script with(Script script, String key, String value) throws Refusal {
        return switch (key) {
            case "outcome" -> new Script(outcome(value), script.delay(), script.tiny());
            case "delay" -> new Script(script.outcome(), delay(value), script.tiny());
            case "clip" -> new Script(script.outcome(), script.delay(), tiny(value));
            default ->
                    throw new Refusal(
                            "the [sandbox] directive does not know '%s'; it takes outcome, delay, clip"
                                    .formatted(shown(key)));
        };
    }

    private static Outcome outcome(String value) throws Refusal {
        return Arrays.stream(Outcome.values())
                .filter(o -> o.word().equals(value))
                .findFirst()
                .orElseThrow(
                        () ->
                                wrong(
                                        "outcome",
                                        value,
                                        "completed, content_policy, provider_error, timeout, stuck"));
    }

    private static Duration delay(String value) throws Refusal {
        var match = DELAY.matcher(value);
        if (match.matches()) {
            var number = Long.parseLong(match.group(1));
            var delay =
                    match.group(2).equals("s")
                            ? Duration.ofSeconds(number)
                            : Duration.ofMillis(number);
            if (delay.compareTo(LONGEST_DELAY) <= 0) {
                return delay;
            }
        }
        throw wrong("delay", value, "seconds or milliseconds up to 3600s, like 3s or 250ms");
    }

    private static boolean tiny(String value) throws Refusal {
        if (!value.equals("tiny")) {
            throw wrong("clip", value, "tiny");
        }
        return true;
    }

    private static Refusal wrong(String key, String value, String allowed) {
        return new Refusal(
                "the [sandbox] directive has %s=%s; allowed: %s"
                        .formatted(key, shown(value), allowed));
    }

    /// What a tenant wrote, short enough for an error message.
    private static String shown(String words) {
        return words.length() > 40 ? words.substring(0, 40) + "…" : words;
    }
}
