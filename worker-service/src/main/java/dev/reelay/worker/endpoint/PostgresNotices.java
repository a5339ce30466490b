package dev.reelay.worker.endpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.common.event.TenantNotice;
import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.internal.Times;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// What endpoints' rows owe the api.
@Singleton
final class PostgresNotices {
    /// Taking is setting anew: it comes again unless the api says that it has it.
    private static final String TAKE =
            """
            update endpoint set notice_tell_at = now() + :again * interval '1 ms'
             where id in (select id from endpoint
                           where notice_id is not null and notice_tell_at <= now()
                           order by notice_tell_at limit :most for no key update skip locked)
            returning id, tenant_id, url, notice_id, notice_reason, notice_since, notice_at
            """;

    private static final String STORED =
            """
            update endpoint
               set notice_id = null, notice_reason = null, notice_since = null, notice_at = null,
                   notice_tell_at = null
             where notice_id = any(:notices)
            """;

    private final Jdbi jdbi;
    private final EndpointConfig config;

    PostgresNotices(Jdbi jdbi, EndpointConfig config) {
        this.jdbi = jdbi;
        this.config = config;
    }

    List<TenantNotice> take(int most) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(TAKE)
                                .bind("again", config.tellAgain().toMillis())
                                .bind("most", most)
                                .map((row, _) -> notice(row))
                                .list());
    }

    /// Ids that are not ours mean nothing.
    void stored(Collection<UUID> notices) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(STORED)
                                .bindArray("notices", UUID.class, notices.toArray())
                                .execute());
    }

    private static TenantNotice notice(ResultSet row) throws SQLException {
        var data =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", new EndpointId(row.getObject("id", UUID.class)).toString())
                        .put("url", origin(URI.create(row.getString("url"))))
                        .put("reason", row.getString("notice_reason"))
                        .put("failing_since", Times.text(Times.of(row, "notice_since")));
        return new TenantNotice(
                row.getObject("notice_id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                EndpointEvents.DISABLED,
                Times.of(row, "notice_at"),
                data);
    }

    /// Without path and query, which may hold a token.
    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getAuthority();
    }
}
