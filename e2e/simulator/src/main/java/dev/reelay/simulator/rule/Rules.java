package dev.reelay.simulator.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The rules that stand now. Any thread may add and clear them while requests are served.
public final class Rules {
    private static final Set<Effect> STANDING = EnumSet.of(Effect.REFUSE_CONNECTION, Effect.REVOKE);
    private static final int REMEMBERED_PROMPTS = 200_000;

    private final List<Standing> rules = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /// How often a prompt's own rules worked; the oldest are forgotten.
    private final Map<String, Integer> worked =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                    return size() > REMEMBERED_PROMPTS;
                }
            };

    public void add(Rule... added) {
        for (var rule : added) {
            rules.add(new Standing(rule));
        }
        listeners.forEach(Runnable::run);
    }

    /// Takes every rule away; requests that are held stay held.
    public void clear() {
        rules.clear();
        listeners.forEach(Runnable::run);
    }

    public List<Rule> all() {
        return rules.stream().map(each -> each.rule).toList();
    }

    /// @param listener runs after each change, and must not change rules itself
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// Whether an effect on the vendor as a whole stands.
    ///
    /// @param key for `REVOKE` the credential that was shown
    public boolean stands(String vendor, Effect effect, @Nullable String key) {
        return rules.stream()
                .map(each -> each.rule)
                .filter(rule -> rule.effect() == effect)
                .filter(rule -> rule.vendor() == null || rule.vendor().equals(vendor))
                .anyMatch(rule -> rule.key() == null || rule.key().equals(key));
    }

    /// The rules that work now, each counted as having worked once more.
    ///
    /// @param prompts of the tasks that it is about; may be none
    /// @param key the credential that was shown, if any
    /// @param effects which ones the caller can do
    public List<Rule> take(
            String vendor,
            Step step,
            Collection<String> prompts,
            @Nullable String key,
            Set<Effect> effects) {
        var taken = new ArrayList<Rule>();
        for (var each : rules) {
            var rule = each.rule;
            if (rule.isAbout(vendor, step)
                    && effects.contains(rule.effect())
                    && !STANDING.contains(rule.effect())
                    && isSelected(rule, prompts, key)
                    && each.works()) {
                taken.add(rule);
            }
        }
        for (var prompt : prompts) {
            for (var rule : Directive.rules(prompt)) {
                if (rule.isAbout(vendor, step)
                        && effects.contains(rule.effect())
                        && isLeft(vendor, prompt, rule)) {
                    taken.add(rule);
                }
            }
        }
        return taken;
    }

    private static boolean isSelected(Rule rule, Collection<String> prompts, @Nullable String key) {
        var part = rule.prompt();
        return (part == null || prompts.stream().anyMatch(prompt -> prompt.contains(part)))
                && (rule.key() == null || rule.key().equals(key));
    }

    private synchronized boolean isLeft(String vendor, String prompt, Rule rule) {
        var times = rule.times();
        return times == null
                || worked.merge(
                                vendor + " " + prompt.hashCode() + " " + rule.hashCode(),
                                1,
                                Integer::sum)
                        <= times;
    }

    /// A rule with what is left of it.
    private static final class Standing {
        private final Rule rule;
        private final Random random;
        private int left;

        Standing(Rule rule) {
            this.rule = rule;
            this.random = new Random(rule.seed() == null ? 0 : rule.seed());
            this.left = rule.times() == null ? Integer.MAX_VALUE : rule.times();
        }

        synchronized boolean works() {
            if (left == 0) {
                return false;
            }
            if (rule.probability() != null && random.nextDouble() >= rule.probability()) {
                return false;
            }
            left--;
            return true;
        }
    }
}
