package dev.reelay.worker.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.event.EventJson;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// What tenants wrote, of jobs that have ended. For all tenants: it serves no request.
@Singleton
class PostgresPrompts {
    private static final List<String> WRITTEN =
            List.of("negative_prompt", "callback_url", "provider_options");

    private static final String DUE =
            """
            select id, spec from job where clear_at <= now()
             order by clear_at limit :most for no key update skip locked
            """;

    private static final String CLEAR =
            """
            update job j set spec = c.spec::json, clear_at = null
              from unnest(:ids, :specs) as c (id, spec) where j.id = c.id
            """;

    private final Jdbi jdbi;

    PostgresPrompts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Due(UUID id, String spec) {}

    /// How many were cleared.
    int clear(int most) {
        return jdbi.inTransaction(
                h -> {
                    var due = due(h, most);
                    return due.isEmpty() ? 0 : clear(h, due);
                });
    }

    private static List<Due> due(Handle h, int most) {
        return h.createQuery(DUE)
                .bind("most", most)
                .map((row, _) -> new Due(row.getObject("id", UUID.class), row.getString("spec")))
                .list();
    }

    /// Not by SQL: a prompt may hold what the database's functions for JSON refuse.
    private static int clear(Handle h, List<Due> due) {
        return h.createUpdate(CLEAR)
                .bindArray("ids", UUID.class, due.stream().map(Due::id).toList())
                .bindArray("specs", String.class, due.stream().map(d -> cleared(d.spec())).toList())
                .execute();
    }

    private static String cleared(String spec) {
        var tree = EventJson.read(spec, ObjectNode.class);
        tree.put("prompt", "");
        tree.remove(WRITTEN);
        tree.putArray("inputs");
        return EventJson.write(tree);
    }
}
