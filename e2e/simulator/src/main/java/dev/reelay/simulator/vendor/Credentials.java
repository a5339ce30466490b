package dev.reelay.simulator.vendor;

import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.task.Dummy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Made-up credentials in the vendors' forms, and where requests carry them.
final class Credentials {
    private Credentials() {}

    /// Names and values in turn; the first is the key in bills.
    static SequencedMap<String, String> of(String... namesAndValues) {
        var all = new LinkedHashMap<String, String>();
        for (var each = 0; each < namesAndValues.length; each += 2) {
            all.put(namesAndValues[each], namesAndValues[each + 1]);
        }
        return all;
    }

    static String hex(String vendor, String name, int number, int length) {
        return Dummy.hex(vendor + " " + name + " " + number, length);
    }

    /// A Standard Webhooks secret.
    static String webhookSecret(String vendor, int number) {
        var key = "dummy-" + hex(vendor, "webhook_secret", number, 24);
        return "whsec_" + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /// What stands in the Authorization header after the scheme; empty where it is another scheme.
    static String shown(Call call, String scheme) {
        var header = call.header("Authorization");
        var start = scheme + " ";
        return header.startsWith(start) ? header.substring(start.length()).strip() : "";
    }
}
