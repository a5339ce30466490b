package dev.reelay.api;

import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/// Plans that tests make for themselves.
final class Plans {
    private Plans() {}

    /// A plan of its own, without limits but for these.
    static String plan(Map<String, ?> limits) {
        var id = "p" + UUID.randomUUID().toString().substring(0, 8);
        put(id, limits).then().statusCode(200);
        return id;
    }

    static Response put(String id, Map<String, ?> limits) {
        var plan = new HashMap<String, Object>();
        plan.put("rank", ThreadLocalRandom.current().nextInt(1_000, 1_000_000));
        plan.put("weight", 1);
        plan.put("jobs_at_once", 1);
        plan.put("files_kept_seconds", 3_600);
        plan.putAll(limits);
        return TestTenant.operator().body(plan).put("/admin/v1/plans/" + id);
    }

    /// The statuses of calls that are sent at the same time.
    static List<Integer> together(int calls, Callable<Response> call) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = threads.invokeAll(IntStream.range(0, calls).mapToObj(_ -> call).toList());
            return all.stream().map(Future::resultNow).map(Response::statusCode).toList();
        }
    }
}
