package dev.reelay.simulator.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One thing that goes wrong, and when. A rule without `times` and `probability` always works.
///
/// @param vendor absent: all
/// @param prompt a part of the prompts that it selects
/// @param key a credential that selects an account's requests; for `REVOKE` what is revoked
/// @param times how often it works
/// @param probability from 0 to 1; drawn by a generator that starts with `seed`
/// @param duration see the effect
/// @param status an HTTP status
/// @param count see the effect
/// @param code the vendor's own word or number for what it refuses or how a task fails
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rule(
        @Nullable String vendor,
        Step step,
        Effect effect,
        @Nullable String prompt,
        @Nullable String key,
        @Nullable Integer times,
        @Nullable Double probability,
        @Nullable Long seed,
        @Nullable Duration duration,
        @Nullable Fault fault,
        @Nullable Integer status,
        @Nullable Integer count,
        @Nullable String code) {

    public Rule {
        if (times != null && times < 1) {
            throw new IllegalArgumentException("times starts with 1");
        }
        if (probability != null && (probability < 0 || probability > 1)) {
            throw new IllegalArgumentException("probability is from 0 to 1");
        }
        if (duration != null && duration.isNegative()) {
            throw new IllegalArgumentException("a duration is not negative");
        }
        if (effect == Effect.REFUSE && fault == null && code == null) {
            throw new IllegalArgumentException("refuse needs a fault or a code");
        }
        var needsTime =
                effect == Effect.DELAY
                        || effect == Effect.LATE
                        || effect == Effect.DURATION
                        || effect == Effect.QUEUE;
        if (needsTime && duration == null) {
            throw new IllegalArgumentException(effect + " needs a duration");
        }
        if (effect == Effect.CONCURRENCY && count == null) {
            throw new IllegalArgumentException("concurrency needs a count");
        }
    }

    /// Works always, for every vendor; narrow it with the other methods.
    public static Rule of(Step step, Effect effect) {
        return new Draft(step, effect).rule();
    }

    /// An effect that lasts.
    public static Rule of(Step step, Effect effect, Duration duration) {
        var draft = new Draft(step, effect);
        draft.duration = duration;
        return draft.rule();
    }

    /// The vendor's own answer for a class of errors.
    public static Rule refuse(Step step, Fault fault) {
        var draft = new Draft(step, Effect.REFUSE);
        draft.fault = fault;
        return draft.rule();
    }

    /// The vendor's own answer for one of its error codes.
    public static Rule refuse(Step step, String code) {
        var draft = new Draft(step, Effect.REFUSE);
        draft.code = code;
        return draft.rule();
    }

    /// How long tasks take from acceptance to the end.
    public static Rule renderTime(Duration duration) {
        return of(Step.RENDER, Effect.DURATION, duration);
    }

    /// How many unfinished tasks a key may have of one model.
    public static Rule concurrency(int count) {
        var draft = new Draft(Step.RENDER, Effect.CONCURRENCY);
        draft.count = count;
        return draft.rule();
    }

    public Rule by(String vendor) {
        var draft = new Draft(this);
        draft.vendor = vendor;
        return draft.rule();
    }

    public Rule forPrompt(String part) {
        var draft = new Draft(this);
        draft.prompt = part;
        return draft.rule();
    }

    public Rule forKey(String key) {
        var draft = new Draft(this);
        draft.key = key;
        return draft.rule();
    }

    public Rule times(int times) {
        var draft = new Draft(this);
        draft.times = times;
        return draft.rule();
    }

    public Rule withProbability(double probability, long seed) {
        var draft = new Draft(this);
        draft.probability = probability;
        draft.seed = seed;
        return draft.rule();
    }

    public Rule lasting(Duration duration) {
        var draft = new Draft(this);
        draft.duration = duration;
        return draft.rule();
    }

    public Rule status(int status) {
        var draft = new Draft(this);
        draft.status = status;
        return draft.rule();
    }

    public Rule count(int count) {
        var draft = new Draft(this);
        draft.count = count;
        return draft.rule();
    }

    public Rule code(String code) {
        var draft = new Draft(this);
        draft.code = code;
        return draft.rule();
    }

    boolean isAbout(String vendor, Step step) {
        return this.step == step && (this.vendor == null || this.vendor.equals(vendor));
    }

    /// A rule in the making.
    private static final class Draft {
        private @Nullable String vendor;
        private final Step step;
        private final Effect effect;
        private @Nullable String prompt;
        private @Nullable String key;
        private @Nullable Integer times;
        private @Nullable Double probability;
        private @Nullable Long seed;
        private @Nullable Duration duration;
        private @Nullable Fault fault;
        private @Nullable Integer status;
        private @Nullable Integer count;
        private @Nullable String code;

        Draft(Step step, Effect effect) {
            this.step = step;
            this.effect = effect;
        }

        Draft(Rule rule) {
            this(rule.step, rule.effect);
            vendor = rule.vendor;
            prompt = rule.prompt;
            key = rule.key;
            times = rule.times;
            probability = rule.probability;
            seed = rule.seed;
            duration = rule.duration;
            fault = rule.fault;
            status = rule.status;
            count = rule.count;
            code = rule.code;
        }

        Rule rule() {
            return new Rule(
                    vendor,
                    step,
                    effect,
                    prompt,
                    key,
                    times,
                    probability,
                    seed,
                    duration,
                    fault,
                    status,
                    count,
                    code);
        }
    }
}
