package dev.reelay.api.dialect;

import dev.reelay.api.content.AnswerContent;
import dev.reelay.api.content.Variant;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.PostgresJobs;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Files that need no key: of jobs whose dialect gives such links, whichever path asks. The id of
/// the task is the credential. What is wrong is said in the job's own dialect.
@Singleton
public final class OpenFiles {
    private final TaskId ids;
    private final PostgresJobs jobs;
    private final AnswerContent content;
    private final InstantSource clock;
    private final List<Dialect> open;

    OpenFiles(
            TaskId ids,
            PostgresJobs jobs,
            AnswerContent content,
            InstantSource clock,
            @All List<Dialect> dialects) {
        this.ids = ids;
        this.jobs = jobs;
        this.content = content;
        this.clock = clock;
        open = dialects.stream().filter(dialect -> dialect.linkLife().isPresent()).toList();
    }

    /// Empty where the id stands for no such job; then a key decides.
    public Optional<Response> get(String id, HttpHeaders headers) {
        return serve(id, (job, index) -> content.get(job, Variant.VIDEO, index, headers));
    }

    /// As {@link #get}, without the bytes.
    public Optional<Response> head(String id, HttpHeaders headers) {
        return serve(id, (job, index) -> content.head(job, Variant.VIDEO, index, headers));
    }

    private interface Clip {
        Response of(Job job, int index);
    }

    private Optional<Response> serve(String id, Clip clip) {
        return ids.parse(id)
                .flatMap(
                        task ->
                                jobs.findOpen(task.job(), open.stream().map(Dialect::id).toList())
                                        .map(job -> serve(job, task.index(), clip)));
    }

    private Response serve(Job job, int index, Clip clip) {
        var dialect =
                open.stream().filter(d -> d.id().equals(job.dialect())).findFirst().orElseThrow();
        try {
            refuseUnlessThere(job, dialect.linkLife().orElse(Duration.ZERO));
            var answer = clip.of(job, index);
            answer.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "private, max-age=0");
            return answer;
        } catch (GatewayException e) {
            return dialect.answer(e.error());
        }
    }

    private void refuseUnlessThere(Job job, Duration life) {
        var ended = job.endedAt();
        if (ended == null) {
            throw new GatewayException(new GatewayError.NotReady(job.state().word()));
        }
        if (!clock.instant().isBefore(ended.plus(life))) {
            throw new GatewayException(new GatewayError.FilesGone());
        }
    }
}
