package dev.reelay.e2e.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Many calls of aigate's API, each answered when its job has ended: how much later than the job,
/// and what one costs the api meanwhile. The calls come from this process, the api is another.
final class Waiting {
    private static final int OWN_JOBS = 2000;
    private static final int SHARED_JOBS = 50; // that one tenant has slots for
    private static final Duration DELAY = Duration.ofSeconds(5);
    private static final int CALLS_PER_SECOND = 40; // that a small machine surely takes
    // No more than jobs that are shared: the first call for one must be accepted before the next.
    private static final int AT_ONCE = SHARED_JOBS;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Pattern GAUGE =
            Pattern.compile("(?m)^reelay_waiting_calls(?:\\{[^}]*})? ([0-9.E]+)");

    private final Servers servers;
    private final String url;
    private final String key;
    private final Jvm api;

    Waiting(Servers servers, String url, String key, Jvm api) {
        this.servers = servers;
        this.url = url;
        this.key = key;
        this.api = api;
    }

    /// One call that has been answered.
    private record Answered(String key, int status, Instant at) {}

    /// So many calls wait at the same time; how they fared. Up to two thousand have a job each,
    /// most of which wait for their turn to run; more than those share jobs that end together, once
    /// all calls are there.
    String measure(int calls) throws Exception {
        return calls <= OWN_JOBS
                ? run(calls, calls, DELAY)
                : run(calls, SHARED_JOBS, DELAY.plusSeconds(calls / CALLS_PER_SECOND));
    }

    /// @param jobs that are waited for; further calls repeat an earlier one under its key
    private String run(int calls, int jobs, Duration delay) throws Exception {
        var series = UUID.randomUUID().toString();
        var before = api.liveBytes();
        try (var http = HttpClient.newHttpClient()) {
            var under = new ArrayList<CompletableFuture<Answered>>();
            while (under.size() < calls) {
                for (var i = 0; i < AT_ONCE && under.size() < calls; i++) {
                    var job = series + " " + under.size() % jobs;
                    under.add(call(http, job, delay));
                }
                awaitWaiting(http, under);
            }
            var waiting = waiting(http);
            var held = api.liveBytes() - before;
            var threads = api.status("Threads");
            var resident = api.status("VmRSS");
            var answers = new ArrayList<Answered>();
            for (var call : under) {
                var answer = call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (answer.status() != 200) {
                    throw new IllegalStateException("a call was answered " + answer.status());
                }
                answers.add(answer);
            }
            return told(waiting, held, threads, resident, answers);
        }
    }

    private CompletableFuture<Answered> call(HttpClient http, String job, Duration delay) {
        var request =
                HttpRequest.newBuilder(URI.create(url + "/aigate/v1/video/generations"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", job)
                        .POST(
                                BodyPublishers.ofString(
                                        """
                                        {"model": "reelay/storyboard-1", "duration": 1,
                                         "prompt": "[sandbox delay=%ds clip=tiny] a red kite"}
                                        """
                                                .formatted(delay.toSeconds())))
                        .build();
        return http.sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer -> answered(job, answer));
    }

    private static Answered answered(String job, HttpResponse<String> answer) {
        return new Answered(job, answer.statusCode(), Instant.now());
    }

    /// Until the api holds all calls that were made and not answered.
    private void awaitWaiting(HttpClient http, List<CompletableFuture<Answered>> under)
            throws Exception {
        var giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (waiting(http) < under.stream().filter(call -> !call.isDone()).count()) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("the calls do not come to wait");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private long waiting(HttpClient http) throws IOException, InterruptedException {
        var metrics = HttpRequest.newBuilder(URI.create(url + "/q/metrics")).build();
        var match = GAUGE.matcher(http.send(metrics, BodyHandlers.ofString()).body());
        if (!match.find()) {
            throw new IllegalStateException("the api does not tell how many calls wait");
        }
        return (long) Double.parseDouble(match.group(1));
    }

    private String told(
            long waiting, long held, long threads, long resident, List<Answered> answers)
            throws SQLException {
        var ends = servers.ends(answers.stream().map(Answered::key).distinct().toList());
        var late = new ArrayList<Double>();
        for (var answer : answers) {
            var end = ends.get(answer.key());
            if (end != null) {
                late.add(Duration.between(end, answer.at()).toNanos() / 1e6);
            }
        }
        late.sort(null);
        return String.format(
                Locale.ROOT,
                "%,d calls for %,d jobs, %,d at the same time, all answered 200%n"
                        + "  after the end of the job: p50 %.0f ms, p99 %.0f ms, most %.0f ms%n"
                        + "  the api meanwhile: %.1f MB more heap, %d threads, %d MB resident",
                answers.size(),
                ends.size(),
                waiting,
                at(late, 0.5),
                at(late, 0.99),
                at(late, 1),
                held / 1e6,
                threads,
                resident / 1000);
    }

    private static double at(List<Double> sorted, double part) {
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size()));
    }
}
