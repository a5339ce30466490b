package dev.reelay.api.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.credit.Asker;
import dev.reelay.api.credit.Limits;
import dev.reelay.api.job.Ancestry;
import dev.reelay.api.key.Caller;
import dev.reelay.api.key.SpendLimits;
import dev.reelay.common.credit.Credits;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What was asked, in canonical words, before it is checked against the model. Absent is what the
/// client did not say.
///
/// @param dialect who parsed it, and who renders the job
/// @param defaults what the dialect gives to a client that says nothing about the shape
/// @param quality render tier, e.g. `std`
/// @param outputs how many clips
/// @param callbackUrl as {@link dev.reelay.api.callback.ReadCallback} has read it
/// @param traceparent W3C trace context of the request
/// @param idempotency absent where the client sent no key
/// @param timeLimit how long after its acceptance the job expires; absent where the model decides
public record Submission(
        Caller caller,
        String dialect,
        String model,
        @Nullable String prompt,
        @Nullable String negativePrompt,
        AskedShape shape,
        AskedShape defaults,
        @Nullable Boolean audio,
        @Nullable Integer fps,
        @Nullable Long seed,
        @Nullable String quality,
        int outputs,
        List<GivenInput> inputs,
        @Nullable ObjectNode providerOptions,
        @Nullable Credits maxCost,
        @Nullable String quote,
        @Nullable ObjectNode metadata,
        @Nullable String endUser,
        @Nullable URI callbackUrl,
        @Nullable String traceparent,
        @Nullable Idempotency idempotency,
        @Nullable Duration timeLimit) {
    public Submission {
        inputs = List.copyOf(inputs);
    }

    /// On whose behalf, and up to what. A job that waits for its slot is queued, so as many as have
    /// one may be unfinished besides.
    Asker asker() {
        var plan = caller.plan();
        var queued = plan.jobsQueued();
        var limits =
                new Limits(
                        queued == null ? null : Math.addExact(queued, plan.jobsAtOnce()),
                        plan.jobsPerDay(),
                        spending(caller.spending()),
                        spending(caller.workspaceSpending()));
        return new Asker(plan.id(), caller.countedAs(), caller.workspace(), endUser, limits);
    }

    private static Map<String, Credits> spending(SpendLimits limits) {
        var spending = new HashMap<String, Credits>();
        put(spending, "day", limits.daily());
        put(spending, "month", limits.monthly());
        put(spending, "total", limits.total());
        return spending;
    }

    private static void put(Map<String, Credits> all, String period, @Nullable Credits limit) {
        if (limit != null) {
            all.put(period, limit);
        }
    }

    /// The video that this one goes on from.
    Ancestry ancestry() {
        return inputs.stream()
                .map(GivenInput::source)
                .flatMap(s -> s instanceof GivenInput.Source.Clip c ? Stream.of(c) : Stream.empty())
                .map(GivenInput.Source.Clip::ancestry)
                .findFirst()
                .orElse(Ancestry.NONE);
    }
}
