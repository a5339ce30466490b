package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Two hundred clients submit at the same moment, through all replicas of api and billing, where
/// there is room for just some of them. A client that gets no clear answer asks again under its
/// key.
final class Floods {
    private static final int CLIENTS = 200;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(300);
    private static final String ADMIN = "/admin/v1/tenants/";

    /// Four seconds of 720p cost 0.8 credits; the job does not end while the flood lasts.
    private static final Map<String, String> JOB =
            Map.of(
                    "model",
                    "reelay/storyboard-1",
                    "prompt",
                    "[sandbox clip=tiny delay=600s] a kite",
                    "seconds",
                    "4",
                    "size",
                    "1280x720");

    private final Gateway gateway;
    private final String operator;
    private final AtomicInteger ranks = new AtomicInteger(1_000);

    Floods(Gateway gateway, String operator) {
        this.gateway = gateway;
        this.operator = operator;
    }

    /// Each throws where more or fewer are accepted than there is room for.
    void run() {
        var money = flood("money", Map.of(), "80", null);
        assertThat(money).isEqualTo(new Outcome(100, "0", "80"));
        var queue = flood("queue", Map.of("jobs_queued", 98), "1000", null);
        assertThat(queue).isEqualTo(new Outcome(100, "920", "80"));
        var day = flood("day", Map.of("jobs_per_day", 100), "1000", null);
        assertThat(day).isEqualTo(new Outcome(100, "920", "80"));
        var budget = flood("budget", Map.of(), "1000", "80.79");
        assertThat(budget).isEqualTo(new Outcome(100, "920", "80"));
    }

    private record Outcome(long accepted, String available, String held) {}

    private Outcome flood(
            String name, Map<String, ?> plan, String credits, @Nullable String budget) {
        var tenant = tenant("flood-" + name, plan(name, plan), credits);
        var key = key(tenant, budget);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients =
                    IntStream.range(0, CLIENTS)
                            .mapToObj(client -> threads.submit(() -> submit(key, "c-" + client)))
                            .toList();
            var accepted = clients.stream().filter(Floods::isAccepted).count();
            var balance = answer(() -> gateway.get(ADMIN + tenant + "/balance", operator));
            return new Outcome(
                    accepted,
                    balance.json().path("available").asText(),
                    balance.json().path("held").asText());
        }
    }

    private static boolean isAccepted(Future<Boolean> client) {
        try {
            return client.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private boolean submit(String key, String client) {
        while (true) {
            try {
                var answer = gateway.post("/v1/videos", key, client, JOB);
                if (answer.status() == 200) {
                    return true;
                }
                if (answer.status() == 429) {
                    return false;
                }
                assertThat(answer.status()).as(answer.json().toString()).isIn(409, 503);
            } catch (IOException e) {
                // What became of it the next try finds out.
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
    }

    private String plan(String name, Map<String, ?> limits) {
        var plan =
                new HashMap<String, Object>(
                        Map.of(
                                "rank",
                                ranks.incrementAndGet(),
                                "weight",
                                1,
                                "jobs_at_once",
                                2,
                                "files_kept_seconds",
                                600));
        plan.putAll(limits);
        answer(() -> gateway.put("/admin/v1/plans/flood-" + name, operator, plan));
        return "flood-" + name;
    }

    private String tenant(String name, String plan, String credits) {
        var made =
                answer(
                        () ->
                                gateway.post(
                                        "/admin/v1/tenants",
                                        operator,
                                        null,
                                        Map.of("name", name, "plan", plan)));
        var tenant = made.json().path("id").asText();
        answer(
                () ->
                        gateway.post(
                                ADMIN + tenant + "/grants",
                                operator,
                                name,
                                Map.of("credits", credits, "reason", "a flood")));
        return tenant;
    }

    private String key(String tenant, @Nullable String budget) {
        Map<String, Object> body =
                budget == null
                        ? Map.of("name", "flood", "mode", "live")
                        : Map.of(
                                "name",
                                "flood",
                                "mode",
                                "live",
                                "spend_limits",
                                Map.of("total", budget));
        return answer(() -> gateway.post(ADMIN + tenant + "/keys", operator, null, body))
                .json()
                .path("key")
                .asText();
    }

    private interface Call {
        Gateway.Answer send() throws IOException;
    }

    private static Gateway.Answer answer(Call call) {
        try {
            var answer = call.send();
            assertThat(answer.status()).as(answer.json().toString()).isLessThan(300);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
