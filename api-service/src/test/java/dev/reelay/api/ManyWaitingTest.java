package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.BufferRecycler;
import dev.reelay.common.event.JobReport.Output;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/// Many calls wait in one replica, several of them for one job. `-Dreelay.calls=9000` for more.
@QuarkusTest
class ManyWaitingTest {
    private static final int CALLS = Integer.getInteger("reelay.calls", 1000);
    private static final int JOBS = 200;
    private static final int AT_ONCE = 25;
    private static final int MOST_BUFFERS = 200;
    private static final Pattern BUFFERS =
            Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +" + BufferRecycler.class.getName());
    private static final long MEGABYTE = 1024 * 1024;
    private static final Pattern COMPLETED =
            Pattern.compile("(?s).*\"id\":\"(video_[0-9a-f]{32})\".*\"status\":\"completed\".*");
    private static final Output CLIP =
            new Output(0, "outputs/x", "video/mp4", 9, "00", 1280, 720, 4000, false, null, null);

    @Inject Jdbi jdbi;
    @Inject MeterRegistry meters;

    @Test
    void when_all_their_jobs_end_then_all_are_answered() throws Exception {
        var tenant = TestTenant.rich();
        var buffersBefore = buffers();
        try (var http = HttpClient.newHttpClient();
                var worker = new Worker()) {
            var before = used();
            var calls = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            while (calls.size() < CALLS) {
                for (var i = 0; i < AT_ONCE && calls.size() < CALLS; i++) {
                    calls.add(
                            http.sendAsync(
                                    call(tenant, calls.size() % JOBS), BodyHandlers.ofString()));
                }
                var sent = calls.size();
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> waiting() == sent || calls.stream().anyMatch(c -> c.isDone()));
                assertThat(calls).noneMatch(CompletableFuture::isDone);
            }
            var held = used() - before;
            System.out.printf(
                    "%d calls wait: %d MB more heap, the client's part included%n",
                    CALLS, held / MEGABYTE);
            assertThat(buffers() - buffersBefore)
                    .as("buffers of Jackson, which are not to be kept for each call")
                    .isLessThan(MOST_BUFFERS);

            for (var video : jobs(tenant)) {
                worker.completed(tenant, video, CLIP);
            }

            var answered = new HashSet<String>();
            for (var call : calls) {
                var answer = call.get(60, TimeUnit.SECONDS);
                assertThat(answer.statusCode()).isEqualTo(200);
                var match = COMPLETED.matcher(answer.body());
                assertThat(match.matches()).as(answer.body()).isTrue();
                answered.add(match.group(1));
            }
            assertThat(answered).containsExactlyInAnyOrderElementsOf(jobs(tenant));
            Awaitility.await().until(() -> waiting() == 0);
        }
    }

    private static HttpRequest call(TestTenant tenant, int job) {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/v1/videos"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + tenant.liveKey())
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=600")
                .header("Idempotency-Key", "job " + job)
                .POST(
                        BodyPublishers.ofString(
                                "{\"model\": \"%s\", \"prompt\": \"kite %d\"}"
                                        .formatted(TestTenant.MODEL, job)))
                .build();
    }

    private int waiting() {
        return (int) meters.get("reelay.waiting.calls").gauge().value();
    }

    private List<String> jobs(TestTenant tenant) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        select 'video_' || replace(id::text, '-', '') from job
                                         where tenant_id = :tenant::uuid
                                        """)
                                .bind("tenant", tenant.id())
                                .mapTo(String.class)
                                .list());
    }

    /// How many sets of them are on the heap, after a collection.
    private static int buffers() throws JMException {
        var histogram =
                (String)
                        ManagementFactory.getPlatformMBeanServer()
                                .invoke(
                                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                        "gcClassHistogram",
                                        new Object[] {new String[0]},
                                        new String[] {String[].class.getName()});
        return BUFFERS.matcher(histogram)
                .results()
                .mapToInt(line -> Integer.parseInt(line.group(1)))
                .sum();
    }

    private static long used() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
