package dev.reelay.simulator.vendor;

import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Refused;
import dev.reelay.simulator.rule.Step;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One of a vendor's paths.
record Route(Step step, String method, Pattern path, Handler handler) {
    /// Reads a request; throws `Refused` where the vendor would not take it.
    @FunctionalInterface
    interface Handler {
        Ask read(Call call, Matcher path) throws InterruptedException, Refused;
    }

    /// @param path a pattern of the whole path
    static Route of(Step step, String method, String path, Handler handler) {
        return new Route(step, method, Pattern.compile(path), handler);
    }
}
