package dev.reelay.simulator.vendor;

import dev.reelay.simulator.SimulatedVendor;
import dev.reelay.simulator.Simulator;
import dev.reelay.simulator.Web;
import dev.reelay.simulator.rule.Effect;
import dev.reelay.simulator.rule.Rule;
import dev.reelay.simulator.rule.Step;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Tasks stay where they are until a test moves them.
abstract class VendorTest {
    protected static final Simulator SIMULATOR = Simulator.start();

    protected final SimulatedVendor vendor;

    VendorTest(String name) {
        vendor = SIMULATOR.vendor(name);
    }

    @BeforeEach
    void holdTasks() {
        SIMULATOR
                .rules()
                .add(Rule.renderTime(Duration.ofDays(3650)), Rule.of(Step.RENDER, Effect.TINY));
    }

    @AfterEach
    void clear() {
        SIMULATOR.rules().clear();
    }

    protected String credential(String name) {
        return Objects.requireNonNull(vendor.credentials().get(name));
    }

    /// A client that shows what it is given as its authorization.
    protected Web web(String authorization) {
        return new Web(vendor.baseUrl(), "Authorization", authorization);
    }

    protected static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }
}
