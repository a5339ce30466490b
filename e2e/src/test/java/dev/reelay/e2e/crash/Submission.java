package dev.reelay.e2e.crash;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What one client asks for in a run, and what it does besides.
///
/// @param key its idempotency key, and its name in the history
/// @param keyed whether the key is sent; without it the client asks once and never again
/// @param twin whether the same request is sent a second time beside the first
/// @param cancelled whether it is cancelled soon after
/// @param ends how it may end, in the words of our states
/// @param model the sandbox's, or one that an upstream renders
record Submission(
        int tenant,
        String key,
        boolean keyed,
        boolean twin,
        boolean cancelled,
        int outputs,
        List<String> ends,
        String model,
        String prompt) {

    private static final String SANDBOX = "reelay/storyboard-1";
    private static final String UPSTREAM = "upstream-";

    private static final List<String> FAILURES =
            List.of("content_policy", "provider_error", "timeout");
    private static final int[] DELAYS = {0, 0, 200, 500, 1000, 2000, 4000};
    private static final int FAILING = 20; // of a hundred
    private static final int RENDERED = 3;
    private static final int CANCELLED = 4;
    private static final int TWINS = 10;
    private static final int UNKEYED = 6;
    private static final int DOUBLE = 6;

    /// Submissions of this seed, however many are asked for.
    static List<Submission> of(long seed, int count, int tenants) {
        var random = new Random(seed);
        var all = new ArrayList<Submission>();
        for (var number = 0; number < count; number++) {
            all.add(one(random, number, tenants));
        }
        return all;
    }

    private static Submission one(Random random, int number, int tenants) {
        var fails = random.nextInt(100) < FAILING;
        var rendered = !fails && random.nextInt(100) < RENDERED;
        var cancelled = random.nextInt(100) < CANCELLED;
        var keyed = random.nextInt(100) >= UNKEYED;
        var delay = DELAYS[random.nextInt(DELAYS.length)] + (cancelled ? 1500 : 0);
        var outcome = fails ? FAILURES.get(random.nextInt(FAILURES.size())) : "completed";
        var ends = new ArrayList<String>(List.of(fails ? "failed" : "completed"));
        if (cancelled) {
            ends.add("cancelled");
        }
        return new Submission(
                random.nextInt(tenants),
                "s" + number,
                keyed,
                keyed && random.nextInt(100) < TWINS,
                cancelled,
                random.nextInt(100) < DOUBLE ? 2 : 1,
                ends,
                SANDBOX,
                rendered
                        ? "[sandbox delay=%dms] %d".formatted(delay, number)
                        : "[sandbox outcome=%s delay=%dms clip=tiny] %d"
                                .formatted(outcome, delay, number));
    }

    /// The same under another name.
    Submission named(String prefix) {
        return new Submission(
                tenant, prefix + key, keyed, twin, cancelled, outputs, ends, model, prompt);
    }

    /// One that goes to an upstream, over a link that may lose what nobody can ask for again: then
    /// it fails.
    ///
    /// @param number tells it from the others; the tenant and the model follow from it
    static Submission upstream(int number, int tenants) {
        var key = UPSTREAM + number;
        var models = List.copyOf(Upstreams.PRICES.keySet());
        return new Submission(
                number % tenants,
                key,
                true,
                number % 7 == 0,
                false,
                1,
                List.of("completed", "failed"),
                models.get(number % models.size()),
                upstreamPrompt(key));
    }

    /// What an upstream is asked for by the submission of this key.
    static String upstreamPrompt(String key) {
        return "[simulator render=2s clip=tiny] " + key;
    }

    /// Whether the submission of this key goes to an upstream.
    static boolean isUpstream(String key) {
        return key.startsWith(UPSTREAM);
    }

    /// One clip of the sandbox, asked for as a person would.
    static Submission plain(String key, boolean keyed, String directive) {
        return new Submission(
                0,
                key,
                keyed,
                false,
                false,
                1,
                List.of("completed"),
                SANDBOX,
                "[sandbox clip=tiny %s] %s".formatted(directive, key));
    }

    /// The request's body, with the address that its end is to be told to.
    Map<String, Object> body(String callback) {
        var body = body();
        body.put("callback_url", callback);
        return body;
    }

    /// The request's body.
    Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        body.put("model", model);
        body.put("prompt", prompt);
        if (model.equals(SANDBOX)) {
            body.put("seconds", "1");
            body.put("size", "320x180");
        }
        if (outputs > 1) {
            body.put("n", outputs);
        }
        return body;
    }
}
