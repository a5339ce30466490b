package dev.reelay.simulator.vendor;

import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Refused;
import dev.reelay.simulator.rule.Step;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One of a vendor's paths.
///
/// @param parameter a query parameter that decides too; empty where none does
record Route(
        Step step, String method, Pattern path, String parameter, String value, Handler handler) {
    /// Reads a request; throws `Refused` where the vendor would not take it.
    @FunctionalInterface
    interface Handler {
        Ask read(Call call, Matcher path) throws InterruptedException, Refused;
    }

    /// @param path a pattern of the whole path
    static Route of(Step step, String method, String path, Handler handler) {
        return new Route(step, method, Pattern.compile(path), "", "", handler);
    }

    /// Only where a query parameter has a value.
    Route where(String parameter, String value) {
        return new Route(step, method, path, parameter, value, handler);
    }

    /// Whether all but the path fits.
    boolean takes(Call call) {
        return method.equals(call.method())
                && (parameter.isEmpty() || call.parameter(parameter).equals(value));
    }
}
