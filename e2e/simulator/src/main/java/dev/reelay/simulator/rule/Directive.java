package dev.reelay.simulator.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rules that stand in a prompt: `[simulator render=600s outcome=content_policy submit=drop]`.
///
/// `render=` and `queue=` take a time, `clip=tiny`; `outcome`, `submit`, `poll`, `download`,
/// `cancel` and `callback` take an effect, a fault or an HTTP status, a figure or the vendor's own
/// code after a colon (`submit=delay:5s`, `outcome=several_files:3`, `submit=refuse:1303`) and how
/// often after a star (`poll=500*3`, `poll=stall*always`). Effects on requests work once per prompt
/// where no star stands.
final class Directive {
    private static final Pattern FORM = Pattern.compile("\\[simulator ([^\\]]{1,500})\\]");
    private static final Pattern WORD =
            Pattern.compile(
                    "([a-z_]+)=([a-z_0-9]+)(?::([0-9A-Za-z_.]+))?(?:\\*([0-9]{1,6}|always))?");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,7})(ms|s|m|h)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private Directive() {}

    /// The prompt's rules; what is not understood is left out.
    static List<Rule> rules(String prompt) {
        var found = FORM.matcher(prompt);
        var rules = new ArrayList<Rule>();
        while (found.find()) {
            for (var word : found.group(1).strip().split("\\s+")) {
                var parts = WORD.matcher(word);
                var rule = parts.matches() ? rule(parts) : null;
                if (rule != null) {
                    rules.add(rule);
                }
            }
        }
        return rules;
    }

    private static @Nullable Rule rule(Matcher parts) {
        var value = parts.group(2);
        return switch (parts.group(1)) {
            case "render" -> timed(Effect.DURATION, value);
            case "queue" -> timed(Effect.QUEUE, value);
            case "clip" -> value.equals("tiny") ? Rule.of(Step.RENDER, Effect.TINY) : null;
            case "submit" -> effect(Step.SUBMIT, parts);
            case "poll" -> effect(Step.POLL, parts);
            case "download" -> effect(Step.DOWNLOAD, parts);
            case "cancel" -> effect(Step.CANCEL, parts);
            case "callback" -> effect(Step.CALLBACK, parts);
            case "outcome" -> effect(Step.OUTCOME, parts);
            default -> null;
        };
    }

    private static @Nullable Rule timed(Effect effect, String value) {
        var time = time(value);
        return time == null ? null : Rule.of(Step.RENDER, effect, time);
    }

    private static @Nullable Rule effect(Step step, Matcher parts) {
        var figure = parts.group(3) == null ? "" : parts.group(3);
        var often = parts.group(4);
        Integer times =
                switch (step) {
                    case SUBMIT, POLL, DOWNLOAD, CANCEL ->
                            often == null ? Integer.valueOf(1) : number(often);
                    default -> often == null ? null : number(often);
                };
        var value = parts.group(2);
        Integer status = NUMBER.matcher(value).matches() ? number(value) : null;
        var effect = status == null ? named(Effect.class, value) : Effect.SERVER_ERROR;
        var fault = effect == null ? named(Fault.class, value) : null;
        if (step == Step.SUBMIT && effect == Effect.CONTENT_POLICY) {
            effect = Effect.REFUSE;
            fault = Fault.CONTENT_POLICY;
        }
        try {
            return new Rule(
                    null,
                    step,
                    effect == null ? Effect.REFUSE : effect,
                    null,
                    null,
                    times,
                    null,
                    null,
                    time(figure),
                    fault,
                    status,
                    number(figure),
                    figure.isEmpty() ? null : figure);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static <E extends Enum<E>> @Nullable E named(Class<E> type, String value) {
        for (var each : type.getEnumConstants()) {
            if (each.name().equals(value.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        return null;
    }

    private static @Nullable Integer number(String value) {
        return NUMBER.matcher(value).matches() ? Integer.valueOf(value) : null;
    }

    private static @Nullable Duration time(String value) {
        var parts = TIME.matcher(value);
        if (!parts.matches()) {
            return null;
        }
        var amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
