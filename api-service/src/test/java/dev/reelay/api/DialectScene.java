package dev.reelay.api;

import dev.reelay.api.contract.Answer;
import dev.reelay.api.contract.Request;
import dev.reelay.api.contract.Wire;
import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;

/// A tenant whose jobs are brought to any state, whichever API they came in.
final class DialectScene implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PLENTY = "100000000";
    private static final byte[] CLIP =
            "\0\0\0\u0018ftypisom    ".getBytes(StandardCharsets.ISO_8859_1);

    final TestTenant tenant = TestTenant.rich();
    private final TestTenant stranger = TestTenant.rich();
    final Wire wire = new Wire(RestAssured.port);
    private final Worker worker = new Worker();
    private final Jdbi jdbi;
    private final ObjectStore store;
    private final EndWaited ends;

    DialectScene(Jdbi jdbi, ObjectStore store) {
        this.jdbi = jdbi;
        this.store = store;
        ends = new EndWaited(jdbi, store, tenant, worker);
        TestTenant.operator()
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("credits", PLENTY, "reason", "a test", "mode", "test"))
                .post("/admin/v1/tenants/" + tenant.id() + "/grants")
                .then()
                .statusCode(201);
        SignedIn.member(jdbi, tenant, "ann");
        makeCode();
    }

    /// The operator has made the code of the document's example.
    private void makeCode() {
        jdbi.useHandle(
                h -> {
                    var digest = "sha256('K7QZ49TXM2PC3HVRB8ND')";
                    h.execute(
                            "update redemption_code set digest = id::text::bytea where digest = "
                                    + digest);
                    h.execute(
                            "insert into redemption_code (id, digest, last4, credits, reason)"
                                    + " values (gen_random_uuid(), "
                                    + digest
                                    + ", 'B8ND', 1000000, 'a test')");
                });
    }

    /// What forms of a document's examples send as a file.
    static byte[] file(String contentType) {
        return contentType.startsWith("video/") ? CLIP.clone() : Pictures.png();
    }

    /// A call that waits, whose job fails.
    Answer sendFailing(Request request, Reason reason) {
        ends.endWith(new Failure(reason, "no output"));
        try {
            return send(request);
        } finally {
            ends.endWith(null);
        }
    }

    /// Under the tenant's test key, for which every model is rendered.
    Answer send(Request request) {
        return sendBare(request.bearer(tenant.testKey()));
    }

    /// Under the key of a tenant that has nothing to do with this one, whatever a key may do.
    Answer sendAsStranger(Request request) {
        return sendBare(request.bearer(stranger.testKey()));
    }

    /// Where a part of the service is away for the moment it is asked again, as its answer says: a
    /// busy machine is no fault of a request.
    Answer sendBare(Request request) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> wire.send(request), answer -> !isBusy(answer));
    }

    private static boolean isBusy(Answer answer) {
        return answer.status() == 503 && answer.header("retry-after") != null;
    }

    /// The job that was submitted last, by its native id.
    String newest() {
        return Golden.newestJob(jdbi, tenant);
    }

    void run(String video) {
        Golden.run(worker, tenant, video, 40);
    }

    void complete(String video) {
        var file = "a clip".getBytes(StandardCharsets.UTF_8);
        Golden.complete(worker, tenant, video, Clip.store(store, tenant, video, 0, file));
    }

    void fail(String video) {
        var failure = new Failure(Reason.CONTENT_POLICY, "the prompt was refused");
        Golden.end(worker, tenant, video, Status.FAILED, failure);
    }

    @Override
    public void close() {
        ends.close();
        worker.close();
    }
}
