package dev.reelay.api.waiting;

import dev.reelay.api.event.Watch;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/// One call that waits. It is given up when nobody is there any more to hear the answer.
final class WaitingCall implements AutoCloseable {
    private final Watch watch;
    private volatile boolean givenUp;

    WaitingCall(Watch watch) {
        this.watch = watch;
    }

    /// Gives up when the client closes the connection.
    void endWith(RoutingContext exchange) {
        exchange.addEndHandler(_ -> giveUp());
        if (exchange.response().closed()) {
            giveUp();
        }
    }

    void giveUp() {
        givenUp = true;
        watch.ring();
    }

    boolean isGivenUp() {
        return givenUp;
    }

    void await(Duration most) {
        watch.await(most);
    }

    @Override
    public void close() {
        watch.close();
    }
}
