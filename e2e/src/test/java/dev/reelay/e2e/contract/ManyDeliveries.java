package dev.reelay.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.e2e.contract.Inbox.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// A thousand deliveries to one endpoint: before its secret is rotated, while old and new secret
/// sign, and after.
final class ManyDeliveries {
    private static final String PATH = "/many";
    private static final int BEFORE = 250;
    private static final int DURING = 500;
    private static final int AFTER = 250;
    private static final int AT_ONCE = 10;

    private final Calls calls;
    private final Inbox inbox;
    private final String endpoint;

    ManyDeliveries(Calls calls, Inbox inbox) {
        this.calls = calls;
        this.inbox = inbox;
        // Of what happens besides it wants as little as can be.
        endpoint = calls.endpoint(inbox.url(PATH), Map.of("events", List.of("key.revoked")));
    }

    /// All, each once; those that share a stretch are signed alike.
    List<Signed> make() throws Exception {
        var first = calls.secret(endpoint);
        var before = deliver(BEFORE);
        var second = calls.rotate(endpoint, 3600);
        var during = deliver(DURING);
        var third = calls.rotate(endpoint, 0);
        var after = deliver(AFTER);

        var all = new ArrayList<Signed>();
        before.forEach(m -> all.add(new Signed(m, List.of(first), List.of(second, third))));
        during.forEach(m -> all.add(new Signed(m, List.of(first, second), List.of(third))));
        after.forEach(m -> all.add(new Signed(m, List.of(third), List.of(first, second))));
        assertThat(all.stream().map(one -> one.message().id()).distinct())
                .hasSize(BEFORE + DURING + AFTER);
        return all;
    }

    private List<Message> deliver(int count) throws Exception {
        var known = ids();
        Callable<Void> some =
                () -> {
                    for (var number = 0; number < count / AT_ONCE; number++) {
                        calls.call("POST", Calls.ENDPOINTS + "/" + endpoint + "/test", null, 202);
                    }
                    return null;
                };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : threads.invokeAll(Collections.nCopies(AT_ONCE, some))) {
                each.get();
            }
        }
        Calls.await().until(() -> ids().size() == known.size() + count);
        return inbox.at(PATH).stream().filter(m -> !known.contains(m.id())).toList();
    }

    private Set<String> ids() {
        return inbox.at(PATH).stream().map(Message::id).collect(Collectors.toSet());
    }
}
