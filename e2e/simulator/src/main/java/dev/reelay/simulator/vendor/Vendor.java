package dev.reelay.simulator.vendor;

import dev.reelay.simulator.http.Server;
import dev.reelay.simulator.rule.Effect;

/// A vendor with its port.
public final class Vendor implements AutoCloseable {
    private final Wire wire;
    private final Front front;
    private final Server server;

    Vendor(Wire wire, int port) {
        this.wire = wire;
        this.front = new Front(wire);
        this.server = new Server(port, front);
    }

    public Desk desk() {
        return wire.desk();
    }

    /// What clients are configured with.
    public String baseUrl() {
        return server.url() + wire.base();
    }

    Wire wire() {
        return wire;
    }

    Front front() {
        return front;
    }

    /// Opens or shuts the port, as rules want it.
    public void follow() {
        if (desk().world().rules().stands(desk().name(), Effect.REFUSE_CONNECTION, null)) {
            server.shut();
        } else {
            server.open();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
