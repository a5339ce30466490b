package dev.reelay.worker.provider.sandbox;

import dev.reelay.worker.egress.Egress;
import dev.reelay.worker.egress.EgressAnswer.Answered;
import dev.reelay.worker.egress.EgressRequest;
import dev.reelay.worker.provider.Doorbell;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Says that a task has ended, as any upstream does: by the callback that came with it. Where none
/// came, or it does not get through, as from a network that cannot reach its own public address, it
/// rings at the worker's own door.
@Singleton
class CallBack {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final byte[] NOTHING = {'{', '}'};

    private final Egress egress;
    private final Doorbell doorbell;

    CallBack(Egress egress, Doorbell doorbell) {
        this.egress = egress;
        this.doorbell = doorbell;
    }

    /// Does not wait for what comes of it.
    void ended(UUID attempt, @Nullable URI callback) {
        if (callback == null) {
            doorbell.ring(attempt);
            return;
        }
        Thread.ofVirtual()
                .name("call-back")
                .start(
                        () -> {
                            if (!isTaken(callback)) {
                                doorbell.ring(attempt);
                            }
                        });
    }

    private boolean isTaken(URI callback) {
        var request = EgressRequest.post(callback, Map.of(), NOTHING, LIMIT, 0);
        return egress.call(request) instanceof Answered answered
                && answered.status() >= 200
                && answered.status() < 300;
    }
}
