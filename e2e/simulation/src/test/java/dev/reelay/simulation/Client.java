package dev.reelay.simulation;

import dev.reelay.common.id.JobId;
import org.jspecify.annotations.Nullable;

/// Some requests, each under an idempotency key, and what their sender was answered. It also has
/// operators who refund, and strangers who ring for upstreams.
public final class Client {
    private final World world;
    private final @Nullable JobId[] accepted = new JobId[Setup.REQUESTS];

    Client(World world) {
        this.world = world;
    }

    @Nullable JobId accepted(int request) {
        return accepted[request];
    }

    /// An answer that came through.
    public void hears(int request, JobId job) {
        world.checker.accepts(accepted[request], job);
        accepted[request] = job;
    }

    boolean act(int which) {
        var request = (which >> 4) % Setup.REQUESTS;
        return switch (which % 8) {
            case 0, 1, 2, 3 -> submit(request, Replica.api(which >> 9));
            case 4 -> world.api.cancel(request);
            case 5, 6 -> refund(request);
            default -> world.worker.ring();
        };
    }

    boolean submit(int request, Replica at) {
        world.api.submit(request, at);
        return true;
    }

    private boolean refund(int request) {
        var job = accepted[request];
        if (job == null) {
            return false;
        }
        world.billing.refund(job);
        return true;
    }
}
