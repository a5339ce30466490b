package dev.reelay.worker.endpoint;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.NoticesStored;
import dev.reelay.common.event.Topics;
import dev.reelay.worker.loop.Bell;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.role.RoleStarts;
import dev.reelay.worker.store.UntilTaken;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Tells the api that endpoints were disabled, again and again until it says that it has stored it.
@ApplicationScoped
class TellNotices {
    private static final Logger LOG = Logger.getLogger(TellNotices.class);
    private static final Duration LOOK_EACH = Duration.ofSeconds(2);
    private static final int BATCH = 100;

    private final PostgresNotices notices;
    private final Emitter<Record<String, String>> topic;
    private final Work work;

    TellNotices(
            PostgresNotices notices,
            // A few at a time, and what is lost is told again.
            @Channel("tenant-notices") @OnOverflow(OnOverflow.Strategy.DROP)
                    Emitter<Record<String, String>> topic,
            Work work) {
        this.notices = notices;
        this.topic = topic;
        this.work = work;
    }

    void start(@Observes RoleStarts.Webhook event) {
        work.repeat("tell-notices", LOOK_EACH, new Bell(), this::tell);
    }

    boolean tell() {
        var owed = notices.take(BATCH);
        for (var notice : owed) {
            LOG.infof("An endpoint was disabled; notice=%s tenant=%s", notice, notice.tenant());
            topic.send(Record.of(notice.tenant().toString(), EventJson.write(notice)));
        }
        return owed.size() == BATCH;
    }

    @Incoming("tenant-notices-stored")
    @RunOnVirtualThread
    void on(List<@Nullable String> records) throws InterruptedException {
        var stored = records.stream().filter(Objects::nonNull).flatMap(TellNotices::read).toList();
        if (!stored.isEmpty()) {
            UntilTaken.take(Topics.TENANT_NOTICES_STORED, stored, notices::stored);
        }
    }

    private static Stream<UUID> read(String text) {
        try {
            return EventJson.read(text, NoticesStored.class).notices().stream();
        } catch (IllegalArgumentException e) {
            LOG.errorf("A record of tenant.notices.stored was skipped; why=%s", e.getMessage());
            return Stream.empty();
        }
    }
}
