package dev.reelay.api;

import io.restassured.response.Response;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;

/// A call that is answered when its job has ended, made beside the test.
final class LongCall {
    private static final int LONGEST_SECONDS = 90;

    private final FutureTask<Response> call;

    private LongCall(Callable<Response> call) {
        this.call = new FutureTask<>(call);
        Thread.ofVirtual().start(this.call);
    }

    static LongCall of(Callable<Response> call) {
        return new LongCall(call);
    }

    /// The job that the call waits for, once it is accepted; the tenant had none before.
    String job(Jdbi jdbi, TestTenant tenant) {
        Awaitility.await().until(() -> call.isDone() || Golden.hasJob(jdbi, tenant));
        return Golden.newestJob(jdbi, tenant);
    }

    boolean isAnswered() {
        return call.isDone();
    }

    Response answer() {
        try {
            return call.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a call that waits was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
