package dev.reelay.worker.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.store.S3Objects;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SandboxSweepTest {
    private static final S3Objects OBJECTS = WorkerParts.objects();

    private Jdbi jdbi;
    private SandboxWorker worker;

    @BeforeEach
    void open() {
        jdbi = WorkerParts.emptyDatabase();
        jdbi.useHandle(h -> h.execute("truncate sandbox_task"));
        worker = new SandboxWorker(jdbi, OBJECTS);
    }

    @AfterEach
    void close() throws IOException {
        worker.close();
    }

    @Nested
    class GivenATaskThatEnded {
        @Test
        void when_it_is_looked_at_then_what_was_asked_is_gone() {
            worker.start();
            worker.outcome(worker.submit(Attempts.of("a secret kite").attempt()));

            assertThat(scenes()).containsExactly("done, without a scene");
        }

        private List<String> scenes() {
            return jdbi.withHandle(
                    h ->
                            h.createQuery(
                                            "select state || coalesce(scene::text, ', without a"
                                                    + " scene') from sandbox_task")
                                    .mapTo(String.class)
                                    .list());
        }
    }

    @Nested
    class GivenAnOldTask {
        @Test
        void when_swept_then_row_and_file_are_gone_and_others_stay() {
            worker.start();
            var old = worker.submit(Attempts.of("old").attempt());
            worker.outcome(old);
            jdbi.useHandle(h -> h.execute("update sandbox_task set keep_until = now()"));
            var young = worker.submit(Attempts.of("young").attempt());
            worker.outcome(young);

            worker.loop.sweep();

            assertThat(OBJECTS.list(TaskId.of(old).key())).isEmpty();
            assertThat(((GaveUp) worker.provider.poll(old)).failure().message())
                    .isEqualTo("the task is not known");
            assertThat(worker.provider.poll(young)).isInstanceOf(Finished.class);
            assertThat(OBJECTS.list(TaskId.of(young).key())).hasSize(1);
        }
    }

    @Nested
    class GivenFoldersOfAKilledWorker {
        @Test
        void when_the_next_starts_then_they_are_removed() throws Exception {
            var gone = new ProcessBuilder("true").start();
            gone.waitFor();
            var folder = Files.createTempDirectory("reelay-render-" + gone.pid() + "-");
            Files.writeString(folder.resolve("clip.mp4"), "x");

            new RenderFolders().sweep();

            assertThat(folder).doesNotExist();
        }
    }
}
